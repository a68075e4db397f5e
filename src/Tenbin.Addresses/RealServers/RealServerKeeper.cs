using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tenbin.Linux;
using Tenbin.Linux.Netlink;

namespace Tenbin.Addresses.RealServers;

/// <summary>
/// Makes this machine a real server and undoes it, in the network namespace of the thread that opened it. Looks at the
/// machine each time, so that every call may be repeated; what was there before is recorded ahead of the first change.
/// Needs CAP_NET_ADMIN, and root for kernel settings and files.
/// </summary>
public sealed class RealServerKeeper : IDisposable
{
    private readonly RouteNetlink _netlink;
    private readonly RealServerOptions _options;
    private readonly RealServerFiles _files;
    private RealServerRecord _record;

    private RealServerKeeper(RouteNetlink netlink, RealServerOptions options, RealServerRecord record)
    {
        (_netlink, _options, _record) = (netlink, options, record);
        _files = new RealServerFiles(options.Root, options.StartCommand);
    }

    /// <summary>Opens its socket in the calling thread's network namespace, and reads the record.</summary>
    /// <exception cref="ResourceException">The record cannot be read.</exception>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static RealServerKeeper Open(RealServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var record = ReadRecord(RecordFile(options));
        return new RealServerKeeper(RouteNetlink.Open(), options, record ?? new RealServerRecord());
    }

    /// <summary>What the last setup asked for; nothing when there was none.</summary>
    public RealServerWish Recorded => new()
    {
        VirtualAddresses = [.. _record.VirtualAddresses.Select(IPAddress.Parse)],
        Gateways = [.. _record.Gateways.Select(IPAddress.Parse)],
    };

    /// <summary>Every address of this machine.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses() => _netlink.Addresses();

    /// <summary>Looks whether all is as wished, and at what is left from before. Changes nothing.</summary>
    public ImmutableArray<RealServerItem> Look(RealServerWish wish) => [.. RealServerPlan.Items(wish, _record, Sight(), _files)];

    /// <summary>Makes it as wished. Nothing is done while something is wrong that no program can mend.</summary>
    /// <returns>What was wrong, in the order in which it was mended; empty when all was right.</returns>
    /// <exception cref="ResourceException">It cannot be, or not all of it; the message says why. It may be repeated.</exception>
    public ImmutableArray<RealServerItem> Set(RealServerWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var wrong = Look(wish).RemoveAll(item => item.IsGood);
        var hopeless = wrong.Where(item => item.Change is null).ToList();
        if (hopeless.Count > 0)
        {
            throw new ResourceException(string.Join('\n', hopeless.Select(item => $"{item.Name} {item.Fault}")) + "\nNothing was changed.");
        }

        Remember(wish, wrong);
        foreach (var item in wrong)
        {
            Do(item);
        }

        Forget(wish);
        return wrong;
    }

    /// <inheritdoc/>
    public void Dispose() => _netlink.Dispose();

    private static string RecordFile(RealServerOptions options) => Path.Combine(options.StateDirectory, "real-server.json");

    private static RealServerRecord? ReadRecord(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), RealServerJson.Default.RealServerRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ResourceException($"{path}, which holds what was here before an earlier setup, cannot be read: {e.Message} Run as root, or move it away and mend by hand", e);
        }
    }

    private RealServerSight Sight()
    {
        var rules = _netlink.Rules();
        var routes = _netlink.Routes(RealServerRouting.Protocol).Concat(_netlink.Routes(table: RealServerRouting.MainTable).Where(route => route.Protocol != RealServerRouting.Protocol));
        return new RealServerSight
        {
            Links = _netlink.Links(),
            Addresses = _netlink.Addresses(),
            Rules = rules,
            Routes = [.. routes],
            Setting = Sysctl.Read,
            File = path => File.Exists(path) ? File.ReadAllText(path) : null,
            Link = path => new FileInfo(path).LinkTarget,
            HasSystemd = Directory.Exists(_files.Units),
        };
    }

    private void Remember(RealServerWish wish, IReadOnlyList<RealServerItem> wrong)
    {
        var added = wrong.Select(item => item.Change).OfType<SetVirtualAddress>().Where(change => change.IsThere).Select(change => $"{change.Address}");
        var before = _record.SettingsBefore;
        foreach (var change in wrong.Select(item => item.Change).OfType<SetSysctl>().Where(change => !before.ContainsKey(change.Path)))
        {
            before = before.Add(change.Path, Sysctl.Read(change.Path)!);
        }

        _record = _record with
        {
            VirtualAddresses = [.. wish.VirtualAddresses.Select(address => $"{address}")],
            Gateways = [.. wish.Gateways.Select(address => $"{address}")],
            AddedAddresses = [.. _record.AddedAddresses.Union(added)],
            SettingsBefore = before,
        };
        if (!wish.IsNothing || File.Exists(RecordFile(_options)))
        {
            Save();
        }
    }

    /// <summary>What has been undone needs no record any more.</summary>
    private void Forget(RealServerWish wish)
    {
        if (wish.IsNothing)
        {
            _record = new RealServerRecord();
            File.Delete(RecordFile(_options));
            return;
        }

        var wanted = RealServerPlan.Wanted(wish, Sight()).Select(setting => setting.Path).ToHashSet(StringComparer.Ordinal);
        var record = _record with
        {
            AddedAddresses = [.. _record.AddedAddresses.Intersect(_record.VirtualAddresses)],
            SettingsBefore = _record.SettingsBefore.RemoveRange(_record.SettingsBefore.Keys.Where(path => !wanted.Contains(path))),
        };
        if (record.AddedAddresses.Length != _record.AddedAddresses.Length || record.SettingsBefore.Count != _record.SettingsBefore.Count)
        {
            _record = record;
            Save();
        }
    }

    private void Save() => Write("record what was here before", () =>
    {
        Directory.CreateDirectory(_options.StateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Replace(RecordFile(_options), JsonSerializer.Serialize(_record, RealServerJson.Default.RealServerRecord) + "\n");
    });

    private void Do(RealServerItem item)
    {
        var lo = new Lazy<int>(() => _netlink.Links().First(link => link.IsLoopback).Index);
        try
        {
            switch (item.Change)
            {
                case SetSysctl change:
                    Sysctl.Write(change.Path, change.Value);
                    break;
                case SetVirtualAddress { IsThere: true } change:
                    _netlink.AddAddress(lo.Value, change.Address, change.PrefixLength, AddressOptions.NoDuplicateDetection | AddressOptions.NotPreferred);
                    break;
                case SetVirtualAddress change:
                    _netlink.RemoveAddress(lo.Value, change.Address, change.PrefixLength);
                    break;
                case SetRoute change:
                    _ = change.IsThere ? _netlink.AddRoute(change.Route) : _netlink.RemoveRoute(change.Route);
                    break;
                case SetRule change:
                    _ = change.IsThere ? _netlink.AddRule(change.Rule) : _netlink.RemoveRule(change.Rule);
                    break;
                case SetFile { Content: { } content } change:
                    Write($"{change}", () => Replace(change.Path, content));
                    break;
                case SetLink { Target: { } target } change:
                    Write($"{change}", () =>
                    {
                        Directory.CreateDirectory(Path.GetDirectoryName(change.Path)!);
                        File.Delete(change.Path);
                        File.CreateSymbolicLink(change.Path, target);
                    });
                    break;
                case SetFile change:
                    Write($"{change}", () => File.Delete(change.Path));
                    break;
                case SetLink change:
                    Write($"{change}", () => File.Delete(change.Path));
                    break;
            }
        }
        catch (LinuxException e)
        {
            throw new ResourceException($"{item.Name} cannot be mended ({item.Change}): {e.Message}. What was done before stays; 'undo' takes it back, and setup may be run again", e);
        }
    }

    private static void Replace(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = path + ".new";
        File.WriteAllText(next, content);
        File.Move(next, path, overwrite: true);
    }

    private static void Write(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResourceException($"cannot {what}: {e.Message} Run as root, and look whether the disk is full or read-only", e);
        }
    }
}
