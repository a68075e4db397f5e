using Tenbin.Model.Configuration;

namespace Tenbin.Health;

/// <summary>Finds out once whether a real server is fit.</summary>
public interface IProbe
{
    /// <summary>
    /// Runs one check. Never blocks its caller or another probe, and ends soon after <paramref name="deadline"/> is
    /// cancelled, with a result that says what it was waiting for.
    /// </summary>
    /// <param name="target">What is checked.</param>
    /// <param name="settings">How; of the type that this probe is made for.</param>
    /// <param name="deadline">Cancelled when <see cref="Check.Timeout"/> has passed.</param>
    ValueTask<ProbeResult> RunAsync(ProbeTarget target, Check settings, CancellationToken deadline);
}
