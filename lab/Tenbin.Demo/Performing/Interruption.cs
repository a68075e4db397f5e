using System.Runtime.InteropServices;

namespace Tenbin.Demo.Performing;

/// <summary>Someone wants the play to end: Ctrl-C, SIGTERM, or a terminal that was closed.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Raise();
        }))];

    /// <summary>Ends when it comes.</summary>
    public Task Came => _came.Task;

    public void Raise() => _came.TrySetResult();

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
