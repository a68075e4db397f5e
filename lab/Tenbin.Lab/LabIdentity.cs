using System.Globalization;
using System.Security.Cryptography;

namespace Tenbin.Lab;

/// <summary>
/// A run's id, its directory under <c>/run/tenbin-lab</c>, and who owns it. The directory is made before anything
/// else and removed after everything else: what carries an id without a living owner is left over from a crash.
/// </summary>
internal sealed record LabIdentity(string Id)
{
    public const string Root = "/run/tenbin-lab";
    private const string OwnerFile = "owner";

    public string Directory => Path.Combine(Root, Id);

    public string NamespacePrefix => $"tenbin-{Id}-";

    public static LabIdentity Create()
    {
        var identity = new LabIdentity(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)));
        var self = Environment.ProcessId;
        // With its owner from the first moment: another run must not take it for a leftover.
        var stage = $"{Root}.{identity.Id}";
        System.IO.Directory.CreateDirectory(Root);
        System.IO.Directory.CreateDirectory(stage);
        File.WriteAllText(Path.Combine(stage, OwnerFile), $"{self} {StartTime(self)}\n");
        System.IO.Directory.Move(stage, identity.Directory);
        return identity;
    }

    public static IEnumerable<LabIdentity> All() => System.IO.Directory.Exists(Root)
        ? System.IO.Directory.EnumerateDirectories(Root).Select(path => new LabIdentity(Path.GetFileName(path)))
        : [];

    /// <summary>Whether the process that made this lab still runs: the same id with the same start time.</summary>
    public bool OwnerLives() => Owner() is not null;

    /// <summary>Whether this process made it.</summary>
    public bool IsOwn() => Owner() == Environment.ProcessId;

    /// <summary>Null when it does not run any more.</summary>
    private int? Owner()
    {
        var file = Path.Combine(Directory, OwnerFile);
        return File.Exists(file)
            && File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries) is [var pid, var started]
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
            && StartTime(id) == started ? id : null;
    }

    /// <summary>Field 22 of <c>/proc/PID/stat</c> (proc(5)), or null when there is no such process.</summary>
    private static string? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
