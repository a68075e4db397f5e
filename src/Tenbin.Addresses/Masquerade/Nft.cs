using System.ComponentModel;
using Tenbin.Linux.Processes;

namespace Tenbin.Addresses.Masquerade;

/// <summary>Runs nft(8), which changes all that it is told at once or nothing.</summary>
internal static class Nft
{
    private static readonly string[] s_places = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"];

    /// <exception cref="ResourceException">It is not there, or refused.</exception>
    public static async Task RunAsync(string commands, TimeProvider time, CancellationToken cancellation)
    {
        var program = Array.Find(s_places, File.Exists)
            ?? throw new ResourceException("nftables is not installed, which masquerade needs (Debian, Ubuntu: apt-get install nftables; Fedora: dnf install nftables)");
        CommandResult result;
        try
        {
            result = await new Command(program, [commands]).RunAsync(time, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new ResourceException($"cannot start {program}: {e.Message}", e);
        }

        cancellation.ThrowIfCancellationRequested();
        if (result.ExitCode != 0)
        {
            throw new ResourceException($"nft {result.Describe()}");
        }
    }
}
