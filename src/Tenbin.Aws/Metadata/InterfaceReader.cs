using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Tenbin.Linux;

namespace Tenbin.Aws.Metadata;

/// <summary>Reads <c>network/interfaces/macs/</c>.</summary>
internal static class InterfaceReader
{
    private const string Macs = "network/interfaces/macs/";

    /// <summary>All interfaces, in order of their place.</summary>
    /// <exception cref="MetadataException">No usable answer.</exception>
    public static async Task<ImmutableArray<InstanceInterface>> ReadAll(MetadataClient metadata, CancellationToken deadline)
    {
        var macs = Lines(await metadata.Read(Macs, deadline).ConfigureAwait(false));
        var found = await Task.WhenAll(macs.Select(mac => ReadAsync(metadata, mac.TrimEnd('/'), deadline))).ConfigureAwait(false);
        return [.. found.OfType<InstanceInterface>().OrderBy(one => one.Device)];
    }

    /// <summary>Only what a move changes: two requests, and one more for each public address.</summary>
    /// <exception cref="MetadataException">No usable answer.</exception>
    public static async Task<InstanceInterface> ReadAddresses(MetadataClient metadata, InstanceInterface of, CancellationToken deadline)
    {
        var path = $"{Macs}{of.Mac}/";
        var v4 = metadata.Find($"{path}local-ipv4s", deadline);
        var v6 = metadata.Find($"{path}ipv6s", deadline);
        var open = PublicAsync(metadata, path, deadline);
        await Task.WhenAll(v4, v6, open).ConfigureAwait(false);
        return of with { Addresses = [.. Addresses(await v4.ConfigureAwait(false)), .. Addresses(await v6.ConfigureAwait(false))], Public = await open.ConfigureAwait(false) };
    }

    // One that is being attached has no id yet, and one that is detached none any more.
    private static async Task<InstanceInterface?> ReadAsync(MetadataClient metadata, string mac, CancellationToken deadline)
    {
        var path = $"{Macs}{mac}/";
        Task<string?> Item(string name) => metadata.Find(path + name, deadline);
        var (id, device, subnet, vpc) = (Item("interface-id"), Item("device-number"), Item("subnet-id"), Item("vpc-id"));
        var (v4, v6) = (Item("subnet-ipv4-cidr-block"), Item("subnet-ipv6-cidr-blocks"));
        await Task.WhenAll(id, device, subnet, vpc, v4, v6).ConfigureAwait(false);
        if ((await id.ConfigureAwait(false))?.Trim() is not { Length: > 0 } eni || Parse(mac) is not { } address)
        {
            return null;
        }

        var bare = new InstanceInterface(
            address, eni,
            int.TryParse(await device.ConfigureAwait(false), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue,
            (await subnet.ConfigureAwait(false))?.Trim() ?? "", (await vpc.ConfigureAwait(false))?.Trim() ?? "")
        {
            Networks = [.. Lines(await v4.ConfigureAwait(false)).Concat(Lines(await v6.ConfigureAwait(false))).SelectMany(Network)],
        };
        return await ReadAddresses(metadata, bare, deadline).ConfigureAwait(false);
    }

    private static async Task<ImmutableDictionary<IPAddress, IPAddress>> PublicAsync(MetadataClient metadata, string path, CancellationToken deadline)
    {
        var found = ImmutableDictionary.CreateBuilder<IPAddress, IPAddress>();
        foreach (var open in Addresses(await metadata.Find($"{path}ipv4-associations/", deadline).ConfigureAwait(false)))
        {
            foreach (var own in Addresses(await metadata.Find($"{path}ipv4-associations/{open}", deadline).ConfigureAwait(false)))
            {
                found[open] = own;
            }
        }

        return found.ToImmutable();
    }

    private static IEnumerable<IPNetwork> Network(string text) => IPNetwork.TryParse(text, out var network) ? [network] : [];

    private static IEnumerable<IPAddress> Addresses(string? text) =>
        Lines(text).SelectMany(line => IPAddress.TryParse(line, out var address) ? [address] : Array.Empty<IPAddress>());

    private static string[] Lines(string? text) => text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static MacAddress? Parse(string text)
    {
        try
        {
            return MacAddress.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
