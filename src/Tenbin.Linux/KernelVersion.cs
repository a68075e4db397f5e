using System.Globalization;

namespace Tenbin.Linux;

/// <summary>A kernel release, e.g. 5.15.0.</summary>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <summary>The kernel that runs here.</summary>
    public static KernelVersion Current { get; } = Parse(File.ReadAllText("/proc/sys/kernel/osrelease").TrimEnd());

    /// <summary>Reads a release such as <c>6.1.0-23-cloud-amd64</c>; what follows the numbers is not looked at.</summary>
    /// <exception cref="FormatException">It does not begin with two numbers.</exception>
    public static KernelVersion Parse(string release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var parts = release.Split('.', 3);
        return parts.Length >= 2 && Leading(parts[0]) is { } major && Leading(parts[1]) is { } minor
            ? new KernelVersion(major, minor, parts.Length == 3 ? Leading(parts[2]) ?? 0 : 0)
            : throw new FormatException($"'{release}' is no kernel release");
    }

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Older than.</summary>
    public static bool operator <(KernelVersion a, KernelVersion b) => a.CompareTo(b) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(KernelVersion a, KernelVersion b) => a.CompareTo(b) > 0;

    /// <summary>Not newer than.</summary>
    public static bool operator <=(KernelVersion a, KernelVersion b) => a.CompareTo(b) <= 0;

    /// <summary>Not older than.</summary>
    public static bool operator >=(KernelVersion a, KernelVersion b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    private static int? Leading(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? text : text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
