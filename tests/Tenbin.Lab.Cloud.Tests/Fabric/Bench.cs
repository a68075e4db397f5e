using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Fabric;
using Tenbin.Lab.Cloud.Fabric.Tracking;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Linux;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Fabric;

/// <summary>The forwarding rules with a book, and nothing else.</summary>
internal sealed class Bench
{
    private readonly FabricState _state = new();
    private BookIndex _index;

    public Bench(VpcBuilder plan)
    {
        Book = plan.Book;
        _index = new(Book);
    }

    public static Bench Article() => new(VpcBuilder.Article());

    /// <summary>Two subnets in two zones with IPv6, the second one without a way out.</summary>
    public static Bench TwoSubnets() => new(new VpcBuilder("10.0.0.0/16", rangeV6: "2001:db8:12::/56")
        .RouteTable("inner", toInternet: false)
        .Subnet("outer", "10.0.1.0/24", "a", "2001:db8:12:1::/64")
        .Subnet("inner", "10.0.2.0/24", "c", "2001:db8:12:2::/64", "inner")
        .Instance(new("one", "10.0.1.11") { V6 = ["2001:db8:12:1::11"], PublicIp = "203.0.113.11" })
        .Instance(new("two", "10.0.1.12") { V6 = ["2001:db8:12:1::12"] })
        .Instance(new("far", "10.0.2.11") { V6 = ["2001:db8:12:2::11"] })
        .Internet("client", "198.51.100.10", "2001:db8:99::10"));

    public Book Book { get; private set; }

    /// <summary>The fabric's clock.</summary>
    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public MetadataLanes Lanes => _state.Lanes;

    public void Change(Func<Book, Book> change)
    {
        Book = change(Book);
        _index = new(Book);
    }

    public void Change(string instance, Func<NetworkInterface, NetworkInterface> change) =>
        Change(book => book.With(change(book.Interfaces[Vpc.InterfaceId(instance)])));

    public NetworkInterface Interface(string instance) => Book.Interfaces[Vpc.InterfaceId(instance)];

    public MacAddress Mac(string instance) => Interface(instance).Mac;

    public InternetHost Client => Book.InternetHosts.Values.Single(host => host.Name == "client");

    /// <summary>Sends a frame from an instance, or from <c>client</c>.</summary>
    /// <returns>The verdict, and what is delivered.</returns>
    public (Verdict Verdict, byte[] Frame) Send(string from, byte[] frame) =>
        Send(from == "client" ? Client.Port : Interface(from).Port, frame);

    public (Verdict Verdict, byte[] Frame) Send(int port, byte[] frame)
    {
        var buffer = new byte[Math.Max(frame.Length, 128)];
        frame.CopyTo(buffer, 0);
        var verdict = Forwarder.Forward(_index, _state, port, buffer, frame.Length, Now);
        return (verdict, buffer[..verdict.Length]);
    }

    /// <summary>Sends a frame that must arrive somewhere.</summary>
    /// <returns>What arrives, with right checksums.</returns>
    public byte[] Delivers(string from, byte[] frame, string to)
    {
        var (verdict, delivered) = Send(from, frame);
        Assert.Equal(DropReason.None, verdict.Reason);
        Assert.Equal(to == "client" ? Client.Port : Interface(to).Port, verdict.Port);
        if (delivered[12] is 0x08 or 0x86 && delivered[13] is 0x00 or 0xdd)
        {
            Assert.True(Frames.HasRightChecksums(delivered), Convert.ToHexString(delivered));
        }

        return delivered;
    }

    public void Drops(string from, byte[] frame, DropReason reason) => Assert.Equal(reason, Send(from, frame).Verdict.Reason);
}
