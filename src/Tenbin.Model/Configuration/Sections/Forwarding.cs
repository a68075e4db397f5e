using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>forward</c>.</summary>
internal static class Forwarding
{
    private static readonly (string, ForwardingMethod)[] Methods = [("nat", ForwardingMethod.Nat), ("dsr", ForwardingMethod.Dsr)];
    private static readonly (string, string)[] Later = [("tunnel", "use nat or dsr"), ("snat", "use nat or dsr")];

    /// <summary>Of a service; null after an error was reported.</summary>
    public static ForwardingMethod? Of(Section service)
    {
        if (service.Find("forward") is { } value)
        {
            return Of(value);
        }

        service.Fail("'forward' is missing; use nat (replies come back through the director) or dsr (replies go straight to the client)");
        return null;
    }

    /// <summary>Null after an error was reported.</summary>
    public static ForwardingMethod? Of(Value value) => value.Choice("a forwarding method", Methods, Later);
}
