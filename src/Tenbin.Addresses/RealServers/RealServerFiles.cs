namespace Tenbin.Addresses.RealServers;

/// <summary>The files by which a real server is one again after a boot. Pure.</summary>
/// <param name="root">Directory that stands for <c>/</c>; empty for the machine's own.</param>
/// <param name="startCommand">What the unit runs at boot.</param>
internal sealed class RealServerFiles(string root, string startCommand)
{
    private const string Header = "# Made by 'tenbin real-server setup'; 'tenbin real-server undo' removes it.\n";
    private const string UnitName = "tenbin-real-server.service";

    public string Units => $"{root}/etc/systemd/system";

    private string Unit => $"{Units}/{UnitName}";

    private string Enabled => $"{Units}/multi-user.target.wants/{UnitName}";

    private string Sysctls => $"{root}/etc/sysctl.d/70-tenbin-real-server.conf";

    private string Networkd => $"{root}/etc/systemd/networkd.conf.d/70-tenbin-real-server.conf";

    /// <summary>Every file, and what is wrong with it.</summary>
    public IEnumerable<RealServerItem> Items(RealServerWish wish, IReadOnlyList<WantedSetting> settings, RealServerSight sight)
    {
        var keeps = !wish.IsNothing && sight.HasSystemd;
        return new[]
        {
            File(Sysctls, keeps && settings.Count > 0 ? SysctlText(settings) : null, sight),
            // systemd-networkd removes rules and routes that it did not make when it starts.
            File(Networkd, keeps && !wish.Gateways.IsEmpty ? $"{Header}[Network]\nManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no\n" : null, sight),
            File(Unit, keeps ? UnitText() : null, sight),
            Link(Enabled, keeps ? $"../{UnitName}" : null, sight),
        }.OfType<RealServerItem>();
    }

    private static string SysctlText(IReadOnlyList<WantedSetting> settings) =>
        Header + string.Concat(settings.Where(setting => !setting.IsOnlyMended).Select(setting => $"{setting.Path} = {setting.Value}\n"));

    private string UnitText() =>
        $"""
        {Header}[Unit]
        Description=What Tenbin's directors need of this real server
        Documentation=file:///usr/share/doc/tenbin/cli.md
        Wants=network-online.target
        After=network-online.target systemd-sysctl.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart={startCommand}

        [Install]
        WantedBy=multi-user.target

        """;

    private static RealServerItem? File(string path, string? wanted, RealServerSight sight) => (wanted, sight.File(path)) switch
    {
        (null, null) => null,
        (null, { } there) => there.StartsWith(Header, StringComparison.Ordinal) ? new(path, "is left from an earlier setup", new SetFile(path, null)) : null,
        (_, { } there) when there == wanted => new(path),
        (_, { } there) when !there.StartsWith(Header, StringComparison.Ordinal) => new(path, "is in the way, and not made by Tenbin: rename or remove it"),
        (_, null) => new(path, "is missing: after a boot this is no real server any more", new SetFile(path, wanted)),
        _ => new(path, "says something else", new SetFile(path, wanted)),
    };

    private static RealServerItem? Link(string path, string? wanted, RealServerSight sight) => (wanted, sight.Link(path)) switch
    {
        (null, null) => null,
        (null, _) => new(path, "is left from an earlier setup", new SetLink(path, null)),
        var (target, there) when target == there => new(path),
        (_, null) => new(path, "is missing: nothing starts the unit at boot", new SetLink(path, wanted)),
        _ => new(path, "leads elsewhere", new SetLink(path, wanted)),
    };
}
