using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>An item of <c>servers</c> or the value of <c>fallback</c>: a text, or keys; and what must hold for it in its service.</summary>
internal static class ServerEntryReader
{
    private const string Example = "172.18.1.33";

    private static readonly string[] Keys = ["address", "port", "weight", "forward", "check"];

    /// <summary>Null after an error that leaves no address.</summary>
    /// <param name="facts">Its service.</param>
    /// <param name="value">What the file gives.</param>
    /// <param name="noun"><c>server</c> or <c>fallback</c>.</param>
    public static ServerEntry? Read(ServiceFacts facts, Value value, string noun)
    {
        var entry = value.IsScalar ? FromText(facts, value) : FromKeys(facts, value, noun);
        if (entry is not null)
        {
            CheckAddress(facts, entry);
            CheckPort(facts, entry);
        }

        return entry;
    }

    private static ServerEntry? FromText(ServiceFacts facts, Value value)
    {
        if (value.Text(Example) is not { } text)
        {
            return null;
        }

        if (!HostPort.TrySplit(text, out var host, out var port, out var problem)
            || !AddressRange.TryParse(host, out var range, out problem))
        {
            value.Fail(problem);
            return null;
        }

        return new ServerEntry { Written = value, Addresses = range, Port = port, Forward = facts.Forward };
    }

    private static ServerEntry? FromKeys(ServiceFacts facts, Value value, string noun)
    {
        if (value.Section($"{noun} of {facts.Owner}", Keys, "{ address: 172.18.1.33, weight: 2 }") is not { } section)
        {
            return null;
        }

        var address = section.Find("address");
        if (address is null)
        {
            section.Fail($"'address' is missing; give e.g. address: {Example}");
        }

        var owner = address is { IsScalar: true } ? $"{noun} '{address.Shown}' of {facts.Owner}" : section.Owner;
        Value? Named(string key) => section.Find(key)?.As(key, owner);
        var port = Named("port")?.Port();
        var weight = Named("weight")?.Whole(0, 65_535);
        var forward = Named("forward") is { } written ? Forwarding.Of(written) : facts.Forward;
        if (address is null || FromText(facts, address) is not { } entry)
        {
            return null;
        }

        if (port is not null && entry.Port is not null)
        {
            Named("port")!.Fail("is a second port beside the one in 'address'; remove one of them");
        }

        return entry with
        {
            Port = port ?? entry.Port,
            Weight = weight ?? entry.Weight,
            WrittenWeight = Named("weight"),
            Forward = forward,
            Check = Named("check"),
        };
    }

    private static void CheckAddress(ServiceFacts facts, ServerEntry entry)
    {
        if (entry.Addresses.Addresses().Select(Addresses.WhyUnfit).FirstOrDefault(problem => problem is not null) is { } unfit)
        {
            entry.Written.Fail(unfit);
            return;
        }

        if (facts.Listen is not { } listen)
        {
            return;
        }

        if (listen.Address.AddressFamily != entry.Addresses.First.AddressFamily)
        {
            entry.Written.Fail(
                $"is {Addresses.FamilyOf(entry.Addresses.First)}, but the service listens on {Addresses.FamilyOf(listen.Address)}; both must be of one family");
        }
        else if (entry.Addresses.Addresses().Contains(listen.Address))
        {
            entry.Written.Fail(
                $"is the address that the service itself listens on ('listen: {facts.ListenShown}'); give the real server's own address");
        }
    }

    private static void CheckPort(ServiceFacts facts, ServerEntry entry)
    {
        if (entry.Forward == ForwardingMethod.Dsr && facts.Listen is { } listen && entry.Port is { } port && port != listen.Port)
        {
            entry.Written.Fail(
                $"has another port than 'listen: {facts.ListenShown}', and dsr cannot change the port; leave the port out, or use forward: nat");
        }
    }
}
