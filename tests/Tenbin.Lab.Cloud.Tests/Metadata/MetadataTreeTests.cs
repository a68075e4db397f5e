using Tenbin.Lab.Cloud.Metadata;
using Tenbin.Lab.Cloud.Topology;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Metadata;

public sealed class MetadataTreeTests
{
    private const string Mac = "02:00:ac:12:01:17";
    private readonly SortedDictionary<string, string> _tree;

    public MetadataTreeTests()
    {
        var book = VpcBuilder.Article().Book;
        _tree = MetadataTree.Of(book, book.Instances.Values.Single(instance => instance.Name == "lvs01"));
    }

    [Theory]
    [InlineData("meta-data/instance-type", "t3.small")]
    [InlineData("meta-data/placement/availability-zone", "ap-northeast-1a")]
    [InlineData("meta-data/placement/region", "ap-northeast-1")]
    [InlineData("meta-data/local-ipv4", "172.18.1.23")]
    [InlineData("meta-data/public-ipv4", "203.0.113.23")]
    [InlineData($"meta-data/network/interfaces/macs/{Mac}/local-ipv4s", "172.18.1.23\n172.18.1.199\n172.18.1.200")]
    [InlineData($"meta-data/network/interfaces/macs/{Mac}/public-ipv4s", "203.0.113.23\n203.0.113.10")]
    [InlineData($"meta-data/network/interfaces/macs/{Mac}/ipv4-associations/203.0.113.10", "172.18.1.199")]
    [InlineData($"meta-data/network/interfaces/macs/{Mac}/subnet-ipv4-cidr-block", "172.18.1.0/24")]
    [InlineData($"meta-data/network/interfaces/macs/{Mac}/security-groups", "default")]
    public void Values_are_at_their_paths(string path, string value) => Assert.Equal(value, MetadataTree.Read(_tree, path));

    [Theory]
    [InlineData("meta-data/placement/", "availability-zone\nregion")]
    [InlineData("meta-data/network/interfaces/macs/", Mac + "/")]
    [InlineData("", "dynamic/\nmeta-data/")]
    public void Directories_list_what_is_in_them(string path, string names) => Assert.Equal(names, MetadataTree.Read(_tree, path));

    [Theory]
    [InlineData("meta-data/nothing")]
    [InlineData("meta-data/inst")]
    [InlineData("meta-data/network/interfaces/macs/02:00:00:00:00:01/interface-id")]
    public void What_is_not_there_has_no_value(string path) => Assert.Null(MetadataTree.Read(_tree, path));
}
