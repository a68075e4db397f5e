using System.Collections.Immutable;
using System.Globalization;
using Tenbin.Cli.Screen;

namespace Tenbin.Demo.Article;

/// <summary>The article's system on a screen. Pure.</summary>
internal static class ArticlePicture
{
    private const string Indent = "  ";
    private const int NameWidth = 18, FiguresWidth = 30, LeastCells = 10, MostCells = 120;
    private static readonly TimeSpan Notable = TimeSpan.FromMilliseconds(500);

    /// <summary>How many cells a strip has on a screen of this width.</summary>
    public static int Cells(int width) => Math.Clamp(width - Indent.Length - NameWidth - FiguresWidth, LeastCells, MostCells);

    /// <summary>All of it; on a low screen without the services and the free lines.</summary>
    public static IReadOnlyList<Line> Lines(ArticleView view, IReadOnlyList<FlowView> flows, IReadOnlyList<KeptView> kept, int width, int height)
    {
        if (view.Directors.IsEmpty)
        {
            return [];
        }

        IEnumerable<Line>[] parts =
            [view.Directors.Select(director => Director(director, view.Directors)), Addresses(view.Addresses, width), Services(view.Services, width), Flows(flows), Kept(kept)];
        Line[] whole = [.. parts.Where(part => part.Any()).SelectMany(part => part.Append(Line.Empty))];
        return whole.Length <= height ? whole : [.. parts.Where(part => part != parts[2]).SelectMany(part => part)];
    }

    private static Line Director(DirectorView director, ImmutableArray<DirectorView> all)
    {
        var (text, tone) = director switch
        {
            { HasPower: false } => ("no power", Tone.Bad),
            { Group: null } => ("its daemon does not answer", Tone.Caution),
            { Group: { Phase: "holding" } group } when group.Owner == director.Name => (
                $"serves {group.Name} by {group.Votes.Length} {(group.Votes.Length == 1 ? "vote" : "votes")} ({string.Join(", ", group.Votes)}), epoch {Number((long)group.Epoch)}",
                Tone.Good),
            { Group: { Phase: "idle", Owner: { } owner } } when owner != director.Name => ($"stands by for {owner}", Tone.Plain),
            { Group: { Phase: "idle" } } => ("stands by; nobody serves", Tone.Bad),
            { Group: var group } => (group.Phase == "handing" ? "hands over" : "asks for votes", Tone.Caution),
        };
        var pad = all.Max(one => one.Address.Length);
        return new(
            new Piece($"{Indent}{director.Name}  ", Tone.Strong),
            new Piece($"{director.Address.PadRight(pad)}  ", Tone.Quiet),
            new Piece($"● {text}", tone),
            new Piece(director is { HasPower: true, Group: not null } ? $"  {Number(director.Sessions)} sessions" : "", Tone.Quiet));
    }

    private static IEnumerable<Line> Addresses(ImmutableArray<AddressView> addresses, int width)
    {
        var table = new Table(new("address"), new(""), new("on an interface of"), new("the VPC sends it to"), new("Elastic IP"), new(""));
        table.AddHeaders();
        foreach (var one in addresses)
        {
            table.Add(
                new(one.Name), new(one.Address, Tone.Quiet), Holder(one.OnInterface), Holder(one.InVpc),
                new(one.ElasticIp ?? "–", Tone.Quiet), one.ElasticIp is null ? new Piece("") : Holder(one.ElasticInVpc));
        }

        return addresses.IsEmpty ? [] : table.Lines(width, Indent);
    }

    private static Piece Holder(ImmutableArray<string> directors) => directors switch
    {
        [] => new("nobody", Tone.Bad),
        [var one] => new(one, Tone.Good),
        _ => new(string.Join(" and ", directors), Tone.Bad),
    };

    private static IEnumerable<Line> Services(ImmutableArray<ServiceView> services, int width)
    {
        var most = services.IsEmpty ? 0 : services.Max(service => service.Servers.Length);
        var table = new Table([new("service"), new(""), new(""), .. Enumerable.Range(1, most).Select(number => new Column(number == 1 ? "servers" : ""))]);
        table.AddHeaders();
        foreach (var service in services)
        {
            table.Add(
            [
                new(service.Name), new(service.Listen, Tone.Quiet), new(service.Forward, Tone.Quiet),
                .. service.Servers.Select(server => new Piece($"● {server.Name}", server.IsUp ? Tone.Good : Tone.Bad)),
                .. Enumerable.Repeat(new Piece(""), most - service.Servers.Length),
            ]);
        }

        return services.IsEmpty ? [] : table.Lines(width, Indent);
    }

    private static IEnumerable<Line> Flows(IReadOnlyList<FlowView> flows) => flows.Select(flow => new Line(
    [
        new Piece(Indent + flow.Name.PadRight(NameWidth)),
        .. TrafficStrip.Of(flow),
        new Piece($"  {Number(flow.Answered)}"),
        new Piece(flow.Failed == 0 ? "" : $"  {Number(flow.Failed)} failed", Tone.Bad),
        flow.Waiting >= Notable ? new Piece($"  away for {Milliseconds(flow.Waiting)}", Tone.Bad)
            : flow.LongestGap is { } gap && gap >= Notable ? new Piece($"  was away {Milliseconds(gap)}", Tone.Caution)
            : new Piece(""),
    ]));

    private static IEnumerable<Line> Kept(IReadOnlyList<KeptView> kept) => kept.Select(flow => new Line(
        new Piece(Indent + flow.Name.PadRight(NameWidth)),
        new Piece($"{Number(flow.Connections)} connections, "),
        new Piece($"{Number(flow.Broken)} broken", flow.Broken == 0 ? Tone.Good : Tone.Bad),
        new Piece($", {Number(flow.Answered)} requests over them, the slowest {Milliseconds(flow.Slowest)}", Tone.Quiet)));

    private static string Number(long number) => Amounts.Count(number);

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms");
}
