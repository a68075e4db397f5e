using Tenbin.Demo.Performing;
using Tenbin.Lab;
using Tenbin.Lab.Load;
using Tenbin.Lab.Servers;

namespace Tenbin.Demo.Small;

/// <summary>The small demo's acts, in order. Each waits for what it wants to show, and never for a fixed time.</summary>
internal sealed class SmallPlay
{
    private const int PerSecond = 60;
    private readonly Ledger _ledger;
    private readonly IStage _stage;
    private readonly Site _site;
    private readonly SmallConfig _config;
    private readonly LoadClient _client;
    private readonly IReadOnlyDictionary<string, NginxServer> _web;

    private SmallPlay(Ledger ledger, IStage stage, Site site, LoadClient client, IReadOnlyDictionary<string, NginxServer> web)
    {
        _ledger = ledger;
        _stage = stage;
        _site = site;
        _config = new(site);
        _client = client;
        _web = web;
    }

    public static async Task Run(Ledger ledger, SmallPicture picture, IStage stage)
    {
        ledger.Begin("set up");
        stage.Announce("A director, two web servers behind nat, two behind dsr, and a client");
        await using var site = await Site.Create();
        var web = new Dictionary<string, NginxServer>();
        foreach (var machine in site.Nat.Concat(site.Dsr))
        {
            web[machine.Name] = await NginxServer.Start(machine, 80);
        }

        stage.Tell("each is a network namespace; four nginx are running");
        var config = new SmallConfig(site);
        await site.Director.WriteConfig(config.Text());
        await site.Director.Start();
        picture.Site = site;
        await site.Director.WaitUntilAllUp();
        stage.Tell("tenbin runs; its checks have found all four servers up");

        ledger.Begin("all well");
        stage.Announce($"A client asks both services, {PerSecond} times a second each, and never stops");
        await using var client = await LoadClient.Start(
            site.Client, Connections.New, PerSecond, [config.NatUrl, config.DsrUrl], ledger.Add);
        var play = new SmallPlay(ledger, stage, site, client, web);
        await play.Perform();
        ledger.Begin("end");
        await client.Stop();
    }

    private async Task Perform()
    {
        await _client.WaitForAnswers(6 * PerSecond);
        _stage.Tell(Shares());
        await StopAServer();
        await DrainAnother();
        await KillTheDaemon();
        await Reload();
    }

    private async Task StopAServer()
    {
        Begin("stop a server", "The web server nat1 is stopped, without a word to the director");
        var excuse = _ledger.Expect(_config.NatUrl, "sent to nat1 after it had stopped and before two checks could fail");
        await _web["nat1"].Stop();
        var down = await _site.Director.WaitForState("web-nat", Address("nat1"), "down");
        excuse.End();
        _stage.Tell($"nat1 is down: {down["web-nat"][Address("nat1")].Reason}");
        await _client.WaitForAnswers(3 * PerSecond);

        Begin("start it again", "nat1 is started again");
        await _web["nat1"].Start();
        await _site.Director.WaitForState("web-nat", Address("nat1"), "up");
        var before = _ledger.AnsweredBy("nat1");
        await Wait.Until("answers of nat1", () => _ledger.AnsweredBy("nat1") > before + 10);
        _stage.Tell("nat1 is up and answers again");
    }

    private async Task DrainAnother()
    {
        Begin("drain another", "tenbin drain dsr2: no new sessions, the old ones stay");
        (await _site.Director.Verb("drain", Address("dsr2"))).Checked();
        await _site.Director.WaitForState("web-dsr", Address("dsr2"), "draining");
        var before = _ledger.AnsweredBy("dsr2");
        await _client.WaitForAnswers(3 * PerSecond);
        _stage.Tell($"{_ledger.AnsweredBy("dsr2") - before} more answers of dsr2 while the client got {3 * PerSecond}");
        (await _site.Director.Verb("undrain", Address("dsr2"))).Checked();
        await _site.Director.WaitForState("web-dsr", Address("dsr2"), "up");
        _stage.Tell("dsr2 is back");
    }

    private async Task KillTheDaemon()
    {
        Begin("kill the daemon", "SIGKILL to the daemon");
        await _site.Director.Kill();
        await _client.WaitForAnswers(4 * PerSecond);
        _stage.Tell("dead for a while now, and the kernel goes on forwarding");

        Begin("restart the daemon", "The daemon is started again and adopts what runs");
        await _site.Director.Start();
        await _client.WaitForAnswers(3 * PerSecond);
        _stage.Tell("it knows the servers' health from before, and no session has moved");
    }

    private async Task Reload()
    {
        Begin("reload", "A file with mistakes is refused; a good one gives dsr1 three times the weight of dsr2");
        await _site.Director.WriteConfig(_config.Text().Replace("scheduler", "schedular", StringComparison.Ordinal));
        var refused = await _site.Director.Verb("reload");
        if (refused.ExitStatus == 0)
        {
            throw new LabException($"A broken file was not refused: {refused}");
        }

        _stage.Tell($"refused: {FirstLine(refused.Errors)}");
        await _site.Director.WriteConfig(_config.Text(weightOfDsr1: 3));
        (await _site.Director.Verb("reload")).Checked();
        var (one, two) = (_ledger.AnsweredBy("dsr1"), _ledger.AnsweredBy("dsr2"));
        await _client.WaitForAnswers(6 * PerSecond);
        _stage.Tell($"since then dsr1 answered {_ledger.AnsweredBy("dsr1") - one} and dsr2 {_ledger.AnsweredBy("dsr2") - two}");
    }

    private void Begin(string title, string announcement)
    {
        _ledger.Begin(title);
        _stage.Announce(announcement);
    }

    private string Shares() =>
        $"answers so far: {string.Join(", ", _web.Keys.Select(name => $"{name} {_ledger.AnsweredBy(name)}"))}";

    private string Address(string name) =>
        _site.Nat.Concat(_site.Dsr).First(machine => machine.Name == name).Nics[0].V4.ToString();

    private static string FirstLine(string text) => text.Split('\n')[0];
}
