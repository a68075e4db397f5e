namespace Tenbin.Linux.Tests.Neighbours;

/// <summary>Cut and flipped frames.</summary>
internal static class Garbage
{
    public static void Feed(byte[] good, Action<byte[]> reader)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var length = 0; length <= good.Length; length++)
        {
            reader(good[..length]);
        }

        for (var i = 0; i < 20_000; i++)
        {
            byte[] frame = [.. good, .. new byte[random.Next(40)]];
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            }

            reader(frame);
        }
    }
}
