using System.Security.Cryptography;

namespace Tenbin.Aws.Registers;

/// <summary>
/// Numbers of writes, kept in the value itself: a store of AWS has none. A register that was deleted by hand begins at
/// another random number, so that a number seen before is never seen again.
/// </summary>
internal static class Revisions
{
    /// <summary>Of a write that expects <paramref name="expected"/>; 0 = absent.</summary>
    public static long After(long expected) => expected == 0 ? First() : expected + 1;

    // Leaves room above for more writes than anyone makes.
    private static long First()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToInt64(bytes) & (long.MaxValue >> 2)) + 1;
    }
}
