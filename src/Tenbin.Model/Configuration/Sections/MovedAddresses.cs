using System.Net;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>The addresses of all groups, and whose they are.</summary>
internal sealed class MovedAddresses
{
    private readonly Dictionary<IPAddress, string> owners = [];
    private readonly Dictionary<string, string> claims = [];
    private readonly List<string> groups = [];

    /// <summary>Names of the groups, fit to be shown.</summary>
    public IReadOnlyList<string> Groups => groups;

    /// <summary>False when an entry had to be left out: what is said of missing addresses would mislead.</summary>
    public bool IsComplete { get; private set; } = true;

    public bool Contains(IPAddress address) => owners.ContainsKey(address);

    public void AddGroup(string name) => groups.Add(Display.Of(name));

    /// <summary>False when it belongs to <paramref name="first"/> already.</summary>
    public bool TryAdd(IPAddress address, string owner, out string first)
    {
        var added = owners.TryAdd(address, owner);
        first = owners[address];
        return added;
    }

    /// <summary>The same for what moves along with an address, by its name for people.</summary>
    public bool TryClaim(string thing, string owner, out string first)
    {
        var added = claims.TryAdd(thing, owner);
        first = claims[thing];
        return added;
    }

    public void LeaveOut() => IsComplete = false;
}
