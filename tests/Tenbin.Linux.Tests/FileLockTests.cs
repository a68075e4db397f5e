namespace Tenbin.Linux.Tests;

public sealed class FileLockTests
{
    [Fact]
    public void A_second_owner_is_told_the_first()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var first = FileLock.TryAcquire(path, out var none))
            {
                Assert.NotNull(first);
                Assert.Null(none);
                Assert.Null(FileLock.TryAcquire(path, out var owner));
                Assert.Equal(Environment.ProcessId, owner);
            }

            using var next = FileLock.TryAcquire(path, out _);
            Assert.NotNull(next);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
