using System.Net;
using System.Xml.Linq;
using Tenbin.Lab.Cloud.Api;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Books;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.TestKit;
using Xunit;

namespace Tenbin.Lab.Cloud.Tests.Api;

/// <summary>The API without a network.</summary>
internal sealed class ApiBench
{
    public ApiBench(VpcBuilder plan)
    {
        Control = new(Time, plan.Book, Published.Add);
        Keys = new(plan.Book.Account, Time);
        Key = Keys.AddUser("operator", "ec2:*");
        Service = new(Control, Keys, Time);
    }

    public ManualTime Time { get; } = new();

    public List<Book> Published { get; } = [];

    public ControlPlane Control { get; }

    public KeyTable Keys { get; }

    public AccessKey Key { get; }

    public Ec2Service Service { get; }

    public static ApiBench Article() => new(VpcBuilder.Article());

    public static ApiBench V6() => new(new VpcBuilder("10.0.0.0/16", rangeV6: "2001:db8:12::/56")
        .Subnet("outer", "10.0.1.0/24", cidrV6: "2001:db8:12:1::/64")
        .Instance(new("one", "10.0.1.11") { V6 = ["2001:db8:12:1::11", "2001:db8:12:1::99"] })
        .Instance(new("two", "10.0.1.12") { Type = "t3.micro", V6 = ["2001:db8:12:1::12"] }));

    /// <summary>Sends a request that succeeds.</summary>
    public async Task<XElement> Call(string action, params (string Name, string Value)[] parameters)
    {
        var answer = await Send(Key, action, parameters);
        var content = XElement.Parse(answer!.Body);
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(action + "Response", content.Name.LocalName);
        return content;
    }

    /// <summary>Sends a request that is refused.</summary>
    /// <returns>Status and error code.</returns>
    public async Task<(int Status, string Code)> Refused(string action, params (string Name, string Value)[] parameters) =>
        Failure(await Send(Key, action, parameters));

    public Task<ApiAnswer?> Send(AccessKey key, string action, params (string Name, string Value)[] parameters) =>
        Service.Answer(Signer.Post(Body(action, parameters), key, Time.GetUtcNow()), TestContext.Current.CancellationToken);

    public static (int Status, string Code) Failure(ApiAnswer? answer) =>
        (answer!.Status, XElement.Parse(answer.Body).Descendants("Code").Single().Value);

    public static string Body(string action, params (string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Prepend(("Version", "2016-11-15")).Prepend(("Action", action)).Select(pair => $"{pair.Item1}={WebUtility.UrlEncode(pair.Item2)}"));

    /// <summary>Values of all elements of a name.</summary>
    public static string[] Values(XElement content, string name) =>
        [.. content.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value)];
}
