using Tenbin.Cli.Screen;
using Tenbin.Lab;

namespace Tenbin.Demo.Performing;

/// <summary>How a performance ended.</summary>
internal enum Ending
{
    Played,

    /// <summary>The lab failed; stderr says why.</summary>
    GaveUp,

    Interrupted,
}

/// <summary>Performs a play: as a live picture where someone looks, else line by line.</summary>
internal static class Performance
{
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(250);

    /// <summary>Performs it to its end. When it is interrupted, everything of the lab is taken down, wherever the play stands.</summary>
    public static async Task<Ending> Run(Terminal terminal, IPicture picture, Func<IStage, Task> play)
    {
        using var interruption = new Interruption();
        try
        {
            await LabNetwork.ClearLeftovers();
            var playing = terminal.Live ? Show(terminal, picture, play, interruption) : play(new PlainStage(terminal));
            await Task.WhenAny(playing, interruption.Came);
            if (!interruption.Came.IsCompleted)
            {
                await playing;
                return Ending.Played;
            }

            if (terminal.Live)
            {
                // It leaves the screen, and not the play behind it.
                await playing;
            }

            await LabNetwork.Abandon();
            await terminal.Error.WriteLineAsync("Interrupted; everything that the demo made is removed.");
            return Ending.Interrupted;
        }
        catch (LabException e)
        {
            await terminal.Error.WriteLineAsync($"The demo could not go on: {e.Message}");
            return Ending.GaveUp;
        }
    }

    private static async Task Show(Terminal terminal, IPicture picture, Func<IStage, Task> play, Interruption interruption)
    {
        var stage = new LiveStage();
        using (var screen = new FullScreen(terminal))
        {
            var playing = play(stage);
            while (!playing.IsCompleted && !interruption.Came.IsCompleted)
            {
                await picture.Look();
                var (width, height) = terminal.Size();
                screen.Show(stage.Lines(picture, width, height));
                await Task.WhenAny(playing, interruption.Came, screen.WaitAsync(BetweenFrames, CancellationToken.None));
                if (screen.QuitPressed())
                {
                    interruption.Raise();
                }
            }

            if (interruption.Came.IsCompleted)
            {
                return;
            }

            await playing;
        }

        // The last picture stays, with the whole story below it.
        terminal.Write(stage.Lines(picture, terminal.Size().Width, int.MaxValue));
    }
}
