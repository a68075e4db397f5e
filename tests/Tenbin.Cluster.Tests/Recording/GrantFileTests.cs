using Tenbin.Cluster.Core;
using Tenbin.Cluster.Recording;
using Xunit;

namespace Tenbin.Cluster.Tests.Recording;

public sealed class GrantFileTests : IDisposable
{
    private static readonly Guid s_boot = Guid.Parse("0a0b0c0d-0000-4000-8000-000000000001");
    private static readonly Grant s_front = new(7, new Holder(1, 0xfeed_beef), 123_456_789), s_back = new(9, new Holder(0, 42), -1);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");

    private string Path => System.IO.Path.Combine(_directory.FullName, "grants");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_new_file_knows_nothing_and_only_its_owner_may_read_it()
    {
        using var file = Open("front");

        Assert.Null(file.Recorded);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Invariant6_What_was_granted_survives_the_daemon()
    {
        var tenure = Written();

        using var again = Open("front", "back");

        Assert.Equal([s_front, s_back], again.Recorded!.Value);
        Assert.Equal(tenure, again.Tenure);
    }

    [Fact]
    public void Grants_follow_their_group_when_the_file_orders_and_adds_groups()
    {
        var tenure = Written();

        using (var reordered = Open("new", "back", "front"))
        {
            Assert.Equal([default, s_back, s_front], reordered.Recorded!.Value);
        }

        using var fewer = Open("back");
        Assert.Equal([s_back], fewer.Recorded!.Value);
        Assert.Equal(tenure, fewer.Tenure);
    }

    [Fact]
    public void A_daemon_that_dies_before_its_first_grant_leaves_a_file_that_knows_there_was_none()
    {
        Open("front").Dispose();

        using var again = Open("front");

        Assert.Equal([default], again.Recorded!.Value);
    }

    [Fact]
    public void Invariant6_A_file_of_another_boot_is_void()
    {
        var tenure = Written();

        using var again = GrantFile.Open(Path, Guid.NewGuid(), ["front", "back"]);

        Assert.Null(again.Recorded);
        Assert.NotEqual(tenure, again.Tenure);
    }

    [Fact]
    public void Invariant6_Every_truncation_is_noticed()
    {
        var tenure = Written();
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            AssertVoid(tenure, $"{length} bytes");
        }
    }

    [Fact]
    public void Invariant6_Every_flipped_bit_is_noticed()
    {
        var tenure = Written();
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Path, damaged);
            AssertVoid(tenure, $"bit {bit}");
        }
    }

    [Fact]
    public void Only_one_daemon_has_it_open()
    {
        using var first = Open("front");

        Assert.Throws<IOException>(() => Open("front"));
    }

    private void AssertVoid(ulong tenure, string what)
    {
        using var again = Open("front", "back");
        Assert.True(again.Recorded is null, what);
        Assert.True(again.Tenure != tenure, what);
    }

    private ulong Written()
    {
        using var file = Open("front", "back");
        file.Write(0, s_front with { Epoch = 6 });
        file.Write(1, s_back);
        file.Write(0, s_front);
        return file.Tenure;
    }

    private GrantFile Open(params string[] groups) => GrantFile.Open(Path, s_boot, groups);
}
