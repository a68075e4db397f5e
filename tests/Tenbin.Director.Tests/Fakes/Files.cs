using Tenbin.Model.Configuration;

namespace Tenbin.Director.Tests.Fakes;

/// <summary>Configuration files for tests.</summary>
internal static class Files
{
    public const string Web = """
        services:
          web:
            listen: 172.18.1.199:80/tcp
            forward: nat
            scheduler: wlc
            servers: [172.18.1.33, 172.18.1.34]
            check: { type: tcp, every: 2s }
        """;

    public const string WebWithFallback = Web + """

            fallback: 172.18.1.222
        """;

    public const string WebAndDatabase = Web + """

          db-read:
            listen: 172.18.1.200:3306/tcp
            forward: dsr
            scheduler: wrr
            servers: [172.18.1.220, { address: 172.18.1.221, weight: 2 }]
            check: { type: tcp }
        """;

    public const string Broken = """
        services:
          web:
            listen: 172.18.1.199:80/tcp
            servers: []
            shceduler: wlc
        """;

    public static ConfigResult Load(string text) => ConfigLoader.Load(text, "tenbin.yaml", _ => null);
}
