using System.Net;
using Tenbin.Director.Clustering;
using Tenbin.Forwarding;
using Tenbin.Linux;

namespace Tenbin.Director.Tests.Clustering;

public sealed class PlacesTests
{
    private static readonly NodePlace[] s_places =
    [
        new(IPAddress.Parse("172.18.1.23"), MacAddress.Parse("02:00:00:00:00:01")),
        new(IPAddress.Parse("2001:db8::23"), MacAddress.Parse("02:00:00:00:00:02")),
    ];

    [Fact]
    public void What_is_written_is_read()
    {
        Span<byte> bytes = stackalloc byte[100];

        Assert.Equal(s_places, Places.Read(bytes[..Places.Write(s_places, bytes)]));
    }

    [Fact]
    public void What_finds_no_room_is_left_out()
    {
        Span<byte> bytes = stackalloc byte[30];

        Assert.Equal([s_places[0]], Places.Read(bytes[..Places.Write(s_places, bytes)]));
    }

    [Fact]
    public void Invariant8_bytes_that_can_be_no_places_are_none()
    {
        Span<byte> bytes = stackalloc byte[100];
        var length = Places.Write(s_places, bytes);

        Assert.Null(Places.Read(bytes[..(length - 1)]));
        Assert.Null(Places.Read(bytes[..1]));
    }
}
