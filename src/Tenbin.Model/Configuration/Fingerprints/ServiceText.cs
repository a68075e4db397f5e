namespace Tenbin.Model.Configuration.Fingerprints;

/// <summary>The meaning of one entry of <c>services</c>. The order of its servers counts: schedulers take them in turn.</summary>
internal static class ServiceText
{
    public static CanonicalText Of(VirtualService service)
    {
        var text = new CanonicalText()
            .Add("listen", service.Listen.ToString())
            .Add("scheduler", (long)service.Scheduler)
            .Add("hash", (long)service.Hash)
            .Add("table-size", service.TableSize)
            .Each("allow-from", service.AllowFrom, (to, network) => to.Add("network", network.ToString()))
            .Add("on-link-clients", (long)service.OnLinkClients)
            .Each("servers", service.Servers, AddServer);
        if (service.Fallback is { } fallback)
        {
            AddServer(text.Add("fallback", true), fallback);
        }

        if (service.Persistence is { } persistence)
        {
            text.Add("persistence.for", persistence.For)
                .Add("persistence.prefix-v4", persistence.PrefixLengthV4)
                .Add("persistence.prefix-v6", persistence.PrefixLengthV6);
        }

        return text;
    }

    private static void AddServer(CanonicalText to, RealServer server)
    {
        to.Add("address", server.Address.ToString()).Add("forward", (long)server.Forward).Add("weight", server.Weight);
        CheckText.Add(to, server.Check);
    }
}
