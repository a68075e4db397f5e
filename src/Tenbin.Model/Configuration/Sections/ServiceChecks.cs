using Tenbin.Model.Configuration.Values;
using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>Key <c>check</c> of a service, and those of its servers laid over it.</summary>
internal sealed class ServiceChecks
{
    private readonly ServiceFacts facts;
    private readonly Section service;
    private readonly Section? keys;
    private readonly Check? shared;

    public ServiceChecks(ServiceFacts facts, Section service)
    {
        this.facts = facts;
        this.service = service;
        if (service.Find("check") is { } value)
        {
            keys = Open(value);
            shared = keys is null ? null : Read(keys);
        }
    }

    /// <summary>Null after an error was reported.</summary>
    public Check? For(ServerEntry server)
    {
        if (server.Check is null)
        {
            return service.Find("check") is null ? Default() : shared;
        }

        if (Open(server.Check) is not { } own)
        {
            return null;
        }

        if (keys is null)
        {
            return Read(own);
        }

        // A server that changes the type keeps what fits the new one: how often, how many times.
        return own.Find("type") is null
            ? Read(own.Over(keys, _ => true))
            : TypeOf(own) is { } type ? Read(own.Over(keys, key => key != "type" && CheckKeys.Fits(key, type))) : null;
    }

    private Section? Open(Value value) => value.IsScalar
        ? Section.OfOne(facts.Reading, "type", value)
        : value.Section($"check of {value.Owner}", CheckKeys.All, "{ type: tcp }");

    private TcpCheck? Default()
    {
        if (facts.Listen is { Protocol: Protocol.Udp })
        {
            service.Fail("'check' is missing, and nothing fits every udp service; choose e.g. check: ping, or check: none");
        }

        return facts.Listen is { Protocol: Protocol.Tcp } ? new TcpCheck() : null;
    }

    private Check? Read(Section section)
    {
        if (TypeOf(section) is not { } type)
        {
            return null;
        }

        foreach (var (key, value) in section.Entries)
        {
            if (!CheckKeys.Fits(key, type))
            {
                value.FailKey($"is for type {CheckKeys.WordsOf(key)}, not for {CheckKeys.WordOf(type)}; remove it, or change 'type'");
            }
        }

        return CheckReader.Read(section, type);
    }

    private CheckType? TypeOf(Section section)
    {
        if (section.Find("type") is { } type)
        {
            return type.Choice("a check type", CheckKeys.Types);
        }

        if (facts.Listen is { Protocol: Protocol.Udp })
        {
            section.Fail("'type' is missing, and nothing fits every udp service; choose e.g. type: ping, or type: none");
        }

        return facts.Listen is { Protocol: Protocol.Tcp } ? CheckType.Tcp : null;
    }
}
