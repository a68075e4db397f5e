using System.Net;
using Tenbin.Cluster.Sharing;
using Tenbin.Cluster.Transport;
using Tenbin.Model;
using Xunit;

namespace Tenbin.Cluster.Tests.Sharing;

public sealed class SharingCodecTests
{
    private static readonly SharedSetting[] s_settings =
    [
        Some.Drain(1, true, 10, node: 1),
        Some.Drain(2, false, SettingVersion.MaxCounter, node: 255),
        Some.Weight(3, 0, 0),
        Some.Weight(3, ushort.MaxValue, 7),
        Some.Weight(4, null, 8),
        new(
            new SettingKey(new ServerKey(new string('w', 63), new ServerAddress(IPAddress.Parse("2001:db8::33"), ushort.MaxValue)), SettingKind.Drain), 1,
            new SettingVersion(1, 2)),
    ];

    [Fact]
    public void What_is_written_is_read()
    {
        var digest = new SettingsDigest(1, 2, Some.Set(s_settings).Digest);
        var read = Assert.IsType<SettingsDigest>(SharingCodec.Read(SharingCodec.Write(digest)));
        Assert.Equal((digest.File, digest.Knows), (read.File, read.Knows));
        Assert.Equal(digest.Buckets, read.Buckets);
        Assert.Equal(s_settings, Settings(Assert.Single(SharingCodec.Write(s_settings))));
    }

    [Fact]
    public void Many_settings_are_in_payloads_that_fit()
    {
        var many = Enumerable.Range(0, 1_000).Select(number => Some.Weight(number, number, number)).ToList();

        var payloads = SharingCodec.Write(many).ToList();

        Assert.All(payloads, payload => Assert.InRange(payload.Length, 1, ClusterLinks.MaxPayload));
        Assert.Equal(many, payloads.SelectMany(Settings));
    }

    [Fact]
    public void Sections_of_a_long_file_are_in_parts_that_fit()
    {
        var file = Some.File(7, Enumerable.Range(0, 500).Select(number => ($"service {new string('s', number % 60)}{number}", number)));

        var parts = SharingCodec.Write(file).Select(payload => Assert.IsType<FilePart>(SharingCodec.Read(payload))).ToList();

        Assert.All(SharingCodec.Write(file), payload => Assert.InRange(payload.Length, 1, ClusterLinks.MaxPayload));
        Assert.Equal(file.Sections, parts.SelectMany(part => part.Sections));
        Assert.All(parts, (part, index) => Assert.Equal((7ul, index, parts.Count), (part.File, part.Part, part.Parts)));
    }

    [Fact]
    public void A_kind_of_setting_that_a_later_version_has_is_passed_over()
    {
        var payload = SharingCodec.Write([s_settings[0], s_settings[4]]).Single();
        var kind = payload.AsSpan().IndexOf("web"u8) + 3;
        payload[kind] = 3;

        Assert.Equal([s_settings[4]], Settings(payload));
    }

    [Fact]
    public void Invariant8_What_is_cut_off_or_out_of_range_counts_for_nothing()
    {
        var payload = SharingCodec.Write(s_settings).Single();
        var whole = Enumerable.Range(0, payload.Length).Where(length => SharingCodec.Read(payload.AsSpan(0, length)) is not null).ToList();
        Assert.Equal(s_settings.Length, whole.Count);

        var name = payload.AsSpan().IndexOf("web"u8);
        foreach (var (place, value) in new (int Place, byte Value)[] { (1, 5), (name, 0x1b), (name - 1, 0), (name + 3 + 1 + 7, 1), (name + 3 + 1 + 8 + 1, 2), (name + 3 + 1 + 8 + 2, 2) })
        {
            var wrong = payload.ToArray();
            wrong[place] = value;
            Assert.Null(SharingCodec.Read(wrong));
        }
    }

    [Theory]
    [InlineData("service \u001b[2J")]
    [InlineData("service é")]
    [InlineData("")]
    public void Invariant8_Names_that_could_command_a_terminal_are_refused(string section) =>
        Assert.Null(SharingCodec.Read(SharingCodec.Write(Some.File(7, (section, 1))).Single()));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 8193)]
    public void Invariant8_Parts_that_cannot_be_are_refused(ushort part, ushort parts)
    {
        var payload = SharingCodec.Write(Some.File(7, ("data-plane", 1))).Single();
        BitConverter.TryWriteBytes(payload.AsSpan(9), part);
        BitConverter.TryWriteBytes(payload.AsSpan(11), parts);

        Assert.Null(SharingCodec.Read(payload));
    }

    [Fact]
    public void Invariant8_Senseless_bytes_are_read_without_harm()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        byte[][] real = [SharingCodec.Write(new SettingsDigest(1, 2, SharedSettings.Empty.Digest)), SharingCodec.Write(s_settings).Single(), SharingCodec.Write(Some.File(7, ("data-plane", 1))).Single()];
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = random.Next(2) == 0 ? real[random.Next(real.Length)].ToArray() : new byte[random.Next(1, ClusterLinks.MaxPayload)];
            if (bytes[0] == 0)
            {
                random.NextBytes(bytes);
            }

            for (var flips = random.Next(4); flips >= 0; flips--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            bytes[0] = (byte)random.Next(1, 4);
            if (SharingCodec.Read(bytes.AsSpan(0, random.Next(1, bytes.Length + 1))) is SettingsTold told)
            {
                // Whatever was let through can be kept and told on.
                Assert.Equal(told.Settings.DistinctBy(setting => setting.Key).Count(), Some.Set(told.Settings).Count);
                Assert.True(told.Settings.All(setting => setting.Version.Counter <= SettingVersion.MaxCounter), $"seed {seed}");
            }
        }
    }

    private static IEnumerable<SharedSetting> Settings(byte[] payload) => Assert.IsType<SettingsTold>(SharingCodec.Read(payload)).Settings;
}
