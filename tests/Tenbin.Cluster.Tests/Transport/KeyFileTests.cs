using Tenbin.Cluster.Transport;
using Xunit;

namespace Tenbin.Cluster.Tests.Transport;

public sealed class KeyFileTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly string s_secret = Convert.ToBase64String(new byte[32]);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");

    private string Key => Path.Combine(_directory.FullName, "cluster.key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_is_saved_is_loaded_again_at_every_stage_of_a_rotation()
    {
        var file = KeyFile.Generate(s_now);
        file.SaveNew(Key);
        Same(file, KeyFile.Load(Key));
        foreach (var step in new Func<KeyFile, KeyFile>[] { it => it.Stage(s_now), it => it.Activate(), it => it.Prune() })
        {
            file = step(file);
            file.Save(Key);
            Same(file, KeyFile.Load(Key));
        }

        Assert.Equal([Key], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Ids_go_round_after_255()
    {
        var file = KeyFile.Generate(s_now);
        for (var i = 0; i < 255; i++)
        {
            file = file.Stage(s_now).Activate().Prune();
        }

        Assert.Equal(1, file.Active.Id);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_can_get_at_is_refused_with_the_remedy(UnixFileMode more)
    {
        KeyFile.Generate(s_now).SaveNew(Key);
        File.SetUnixFileMode(Key, File.GetUnixFileMode(Key) | more);

        Assert.Contains($"chmod 600 {Key}", Assert.Throws<KeyFileException>(() => KeyFile.Load(Key)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no active key")]
    [InlineData("key 1 2031-02-03T04:05:06Z accepted SECRET", "no active key")]
    [InlineData("key 0 2031-02-03T04:05:06Z active SECRET", "f:1: the key's id")]
    [InlineData("key 256 2031-02-03T04:05:06Z active SECRET", "f:1: the key's id")]
    [InlineData("key 1 yesterday active SECRET", "f:1: the date")]
    [InlineData("# x\nkey 1 2031-02-03T04:05:06Z active SECRETx", "f:2: the secret of key 1")]
    [InlineData("key 1 2031-02-03T04:05:06Z active AAAA", "f:1: the secret of key 1")]
    [InlineData("key 1 2031-02-03T04:05:06Z idle SECRET", "f:1: not 'key ID")]
    [InlineData("key 1 2031-02-03T04:05:06Z active SECRET\nkey 1 2031-02-03T04:05:06Z accepted SECRET", "f:2: key 1 is there twice")]
    [InlineData("key 1 2031-02-03T04:05:06Z active SECRET\nkey 2 2031-02-03T04:05:06Z active SECRET", "f:2: a second active key")]
    public void Invariant9_What_is_wrong_is_named_by_line_without_the_secret(string text, string message)
    {
        var error = Assert.Throws<KeyFileException>(() => KeyFile.Parse(text.Replace("SECRET", s_secret, StringComparison.Ordinal), "f"));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Invariant9_Neither_file_nor_key_shows_a_secret_as_text()
    {
        var file = KeyFile.Parse($"key 7 2031-02-03T04:05:06Z active {s_secret}", "f");

        Assert.Equal("keys 7; 7 active", file.ToString());
        Assert.Equal("key 7 of 2031-02-03", file.Active.ToString());
    }

    private static void Same(KeyFile one, KeyFile other)
    {
        Assert.Equal(one.Active.Id, other.Active.Id);
        Assert.Equal(one.Keys.Select(key => (key.Id, key.Created)), other.Keys.Select(key => (key.Id, key.Created)));
        Assert.All(one.Keys.Zip(other.Keys), pair => Assert.Equal(pair.First.Secret, pair.Second.Secret));
    }
}
