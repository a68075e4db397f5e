using Tenbin.Linux.Taps;

namespace Tenbin.Linux.Tests.Taps;

public sealed class TapDeviceTests : IDisposable
{
    private const string Own = "02:00:00:00:00:09";
    private readonly NetworkNamespace _inside;
    private readonly TapDevice _tap;
    private readonly TapWaiter _waiter = new();

    public TapDeviceTests()
    {
        Machine.RequireIp();
        _inside = NetworkNamespace.Create($"tl-{Guid.NewGuid().ToString("N")[..8]}-tap");
        _tap = _inside.Run(() => TapDevice.Create("tap0"));
        TestNetwork.Ip($"-n {_inside} link set tap0 address {Own}");
        TestNetwork.Ip($"-n {_inside} addr add 10.9.0.1/24 dev tap0");
        TestNetwork.Ip($"-n {_inside} link set tap0 up");
    }

    [Fact]
    public void Kernel_answers_a_frame_that_is_written_and_its_answer_is_read()
    {
        Assert.True(_tap.Write(
        [
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 8, 6,
            0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 9, 0, 2, 0, 0, 0, 0, 0, 0, 10, 9, 0, 1,
        ]));

        var answer = ReadArp();

        Assert.Equal(2, answer[21]);
        Assert.Equal(MacAddress.Parse(Own), new MacAddress(answer.AsSpan(22, 6)));
        Assert.Equal([10, 9, 0, 1], answer[28..32]);
    }

    [Fact]
    public void Wait_ends_when_it_is_woken()
    {
        Drain();
        _waiter.Wake();

        var ready = new bool[1];
        _waiter.Wait([], ready, milliseconds: -1);
    }

    [Fact]
    public void Interface_that_is_down_takes_nothing_and_one_that_is_deleted_is_gone()
    {
        Drain();
        TestNetwork.Ip($"-n {_inside} link set tap0 down");
        Assert.False(_tap.Write(new byte[60]));

        TestNetwork.Ip($"-n {_inside} link delete tap0");

        Assert.Equal(TapDevice.Gone, _tap.Read(new byte[100]));
        Assert.False(_tap.Write(new byte[60]));
    }

    [Fact]
    public void Name_that_is_taken_or_too_long_is_refused()
    {
        Assert.Contains("tap0", Assert.Throws<LinuxException>(() => _inside.Run(() => TapDevice.Create("tap0"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TapDevice.Create("a-name-of-17-byte"));
    }

    public void Dispose()
    {
        _tap?.Dispose();
        _waiter.Dispose();
        _inside?.Delete();
    }

    /// <summary>The next ARP frame; the kernel also sends what IPv6 sends on a new interface.</summary>
    private byte[] ReadArp()
    {
        var (frame, ready) = (new byte[2000], new bool[1]);
        while (true)
        {
            _waiter.Wait([_tap], ready, milliseconds: 20_000);
            Assert.True(ready[0], "nothing came within 20 s");
            if (_tap.Read(frame) is var length && length > 0 && frame[12] == 8 && frame[13] == 6)
            {
                return frame[..length];
            }
        }
    }

    private void Drain()
    {
        while (_tap.Read(new byte[2000]) > 0)
        {
        }
    }
}
