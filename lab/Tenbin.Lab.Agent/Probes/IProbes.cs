namespace Tenbin.Lab.Agent.Probes;

/// <summary>One way to ask.</summary>
internal interface IProbes : IDisposable
{
    /// <summary>Sends a probe and returns at once.</summary>
    void Send(long number);
}
