using Spectre.Console;
using Tenbin.Demo;
using Tenbin.Lab;

// Shows Tenbin at work and counts what a client sees of it. See ./demo.
var ledger = new Ledger();
try
{
    await LabNetwork.ClearLeftovers();
    if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
    {
        await LiveStage.Run(ledger, stage => Play.Run(ledger, stage));
    }
    else
    {
        await Play.Run(ledger, new PlainStage());
    }
}
catch (LabException e)
{
    await Console.Error.WriteLineAsync($"The demo could not go on: {e.Message}");
    ledger.GiveUp();
}

return Summary.Write(ledger);
