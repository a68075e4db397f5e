using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Where the services of a file listen: each address once, and each moved by a group if there is a cluster.</summary>
internal sealed class Listeners(MovedAddresses? moved)
{
    private const int MostShown = 5;

    private readonly Dictionary<ServiceAddress, string> owners = [];

    /// <summary>Reports what speaks against it.</summary>
    public void Add(ServiceAddress address, Value value)
    {
        if (!owners.TryAdd(address, value.Owner))
        {
            value.Fail($"is already taken by {owners[address]}; give one of them another address, port or protocol");
        }

        if (moved is not null && !moved.Contains(address.Address))
        {
            value.Fail(
                "belongs to no group, so that no node of the cluster would hold its address; "
                + $"add it to 'addresses' of group {Display.Either([.. moved.Groups.Take(MostShown)])}, or listen on an address of theirs");
        }
    }
}
