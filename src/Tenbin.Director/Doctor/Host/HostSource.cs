using Tenbin.Linux;

namespace Tenbin.Director.Doctor.Host;

/// <summary>This machine and its segments.</summary>
public sealed class HostSource : IDoctorSource
{
    /// <inheritdoc/>
    public string Name => "this machine";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(DoctorContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return HostChecks.Find(await HostCollector.CollectAsync(context, cancellation).ConfigureAwait(false));
        }
        catch (LinuxException e)
        {
            throw new DoctorException(e.Message, e);
        }
    }
}
