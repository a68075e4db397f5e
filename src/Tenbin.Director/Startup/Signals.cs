using System.Runtime.InteropServices;

namespace Tenbin.Director.Startup;

/// <summary>SIGTERM and SIGINT end the daemon in order, SIGHUP makes it read its file again.</summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public Signals(Action stop, Action reload)
    {
        _registrations =
        [
            On(PosixSignal.SIGTERM, stop),
            On(PosixSignal.SIGINT, stop),
            On(PosixSignal.SIGHUP, reload),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private static PosixSignalRegistration On(PosixSignal signal, Action action) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action();
        });
}
