using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary><c>docs/configuration.md</c> names every key that the loader knows.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("zzzzzz: 1")]
    [InlineData("data-plane: { zzzzzz: 1 }")]
    [InlineData("data-plane: { limits: { zzzzzz: 1 } }")]
    [InlineData("data-plane: { timeouts: { zzzzzz: 1 } }")]
    [InlineData("cluster: { zzzzzz: 1 }")]
    [InlineData("cluster: { heartbeat: { zzzzzz: 1 } }")]
    [InlineData("cluster: { witness: { zzzzzz: 1 } }")]
    [InlineData("{ cluster: {}, groups: { a: { zzzzzz: 1 } } }")]
    [InlineData("{ cluster: {}, groups: { a: { failback: { zzzzzz: 1 } } } }")]
    [InlineData("{ cluster: {}, groups: { a: { addresses: [{ zzzzzz: 1 }] } } }")]
    [InlineData("{ cluster: {}, groups: { a: { routes: [{ zzzzzz: 1 }] } } }")]
    [InlineData("{ cluster: {}, groups: { a: { rules: [{ zzzzzz: 1 }] } } }")]
    [InlineData("{ cluster: {}, groups: { a: { scripts: [{ zzzzzz: 1 }] } } }")]
    [InlineData("{ cluster: {}, groups: { a: { track: [{ zzzzzz: 1 }] } } }")]
    [InlineData("services: { a: { zzzzzz: 1 } }")]
    [InlineData("services: { a: { persistence: { zzzzzz: 1 } } }")]
    [InlineData("services: { a: { servers: [{ zzzzzz: 1 }] } }")]
    [InlineData("services: { a: { check: { zzzzzz: 1 } } }")]
    public void Names_every_key(string text)
    {
        const string Before = "the keys here are ";
        var reference = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Loading.ExampleFile())!, "../docs/configuration.md"));
        var message = Assert.Single(Loading.Errors(text), e => e.Contains(Before, StringComparison.Ordinal));
        var keys = message[(message.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Split(", ");
        Assert.All(keys, key => Assert.Matches($"`([a-z]+[.])?{key}`", reference));
    }
}
