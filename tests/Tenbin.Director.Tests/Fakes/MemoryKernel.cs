using Tenbin.Forwarding;
using Tenbin.Model;
using Tenbin.Model.Planning;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>A kernel in memory: outlives the daemons that open it, can be disturbed, and can refuse.</summary>
internal sealed class MemoryKernel
{
    public Dictionary<(ServiceAddress, ServerAddress), DesiredServer> Servers { get; } = [];

    public Dictionary<(ServiceAddress, ServerAddress), Traffic> Counters { get; } = [];

    public Dictionary<string, long> Events { get; } = [];

    public List<Session> Sessions { get; } = [];

    public long SessionCount { get; set; }

    public string? Refusal { get; set; }

    public string? Warning { get; set; }

    public int Reconciliations { get; set; }

    public int Opened { get; set; }

    public int Closed { get; set; }

    public Admission? AdmissionOf(string server) =>
        Servers.Where(pair => pair.Key.Item2.ToString() == server).Select(pair => (Admission?)pair.Value.Admission).FirstOrDefault();
}
