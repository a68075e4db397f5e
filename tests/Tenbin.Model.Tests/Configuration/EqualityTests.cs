using System.Reflection;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>Records with a hand-written <c>Equals</c>: a property added later and forgotten there fails here.</summary>
public sealed class EqualityTests
{
    public static TheoryData<Type> Records =>
    [
        typeof(TenbinConfig), typeof(VirtualService), typeof(DataPlaneSettings), typeof(ExecCheck), typeof(HttpCheck),
        typeof(ClusterSettings), typeof(ClusterNode), typeof(WitnessSettings), typeof(GroupSettings), typeof(GroupScript),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_property_counts(Type record)
    {
        foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var (one, other) = (Samples.Of(record), Samples.Of(record));
            Assert.Equal(one, other);
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            property.SetValue(other, Samples.Another(property));
            Assert.False(one.Equals(other), $"{record.Name}.{property.Name} does not count");
        }
    }

    [Fact]
    public void A_check_of_another_type_is_another_check() => Assert.NotEqual<Check>(new TcpCheck(), new PingCheck());
}
