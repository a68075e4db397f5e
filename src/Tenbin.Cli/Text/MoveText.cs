using System.Globalization;
using Tenbin.Cli.Screen;
using Tenbin.Director.Api;
using Tenbin.Director.Status;

namespace Tenbin.Cli.Text;

/// <summary>Who has a group's addresses, and how its last start went, for people. Pure.</summary>
internal static class MoveText
{
    /// <summary>In the order in which they come about.</summary>
    private static readonly string[] s_phases = ["silence", "interface", "assign", "elastic-ip", "routes", "metadata", "api", "whole", "start"];

    /// <summary>A line for each address that AWS moves, and one for the last start.</summary>
    public static IEnumerable<Piece> Lines(GroupStatus group)
    {
        foreach (var holder in group.Holders.Where(holder => holder.OfAws || holder.Trouble is not null || holder.Contradiction is not null))
        {
            yield return new Piece(Holder(holder), holder.Contradiction is not null || holder.Trouble is not null ? Tone.Caution : Tone.Plain);
        }

        if (group.LastTakeover is { } last)
        {
            yield return new Piece(Takeover(last), last.Trouble is null ? Tone.Plain : Tone.Caution);
        }
    }

    private static string Holder(HolderStatus holder)
    {
        var node = holder.Node is null ? "" : $"{holder.Node}, ";
        var here = holder.OnInterface switch { true => "on an interface here", false => "on no interface here", _ => null };
        var aws = holder switch
        {
            { OfAws: false } => null,
            { Aws: { } target } => $"AWS sends it to {node}{target}",
            { AgeSeconds: null } => "AWS has not answered yet",
            _ => "AWS sends it to nobody",
        };
        var age = holder.AgeSeconds is { } seconds ? $", {Seconds(seconds)} ago" : "";
        var trouble = holder.Trouble is { } reason ? $"; the last question had no answer: {reason}" : "";
        return $"{holder.Address}: {string.Join("; ", new[] { here, aws }.OfType<string>())}{age}{trouble}";
    }

    private static string Takeover(TakeoverStatus last)
    {
        var phases = s_phases.Where(last.FailoverSeconds.ContainsKey).Concat(last.FailoverSeconds.Keys.Except(s_phases))
            .Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase} {last.FailoverSeconds[phase]:0.000} s"));
        var end = last switch { { Over: false } => "goes on", { Trouble: { } trouble } => $"failed: {trouble}", _ => "done" };
        return $"last start here {Seconds(last.AgoSeconds)} ago, epoch {last.Epoch}, {end}: {string.Join(", ", phases)}";
    }

    private static string Seconds(double seconds) => Spans.Text(TimeSpan.FromSeconds(seconds));
}
