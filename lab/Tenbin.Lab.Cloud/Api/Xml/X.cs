using System.Xml.Linq;

namespace Tenbin.Lab.Cloud.Api.Xml;

/// <summary>Elements of an answer.</summary>
internal static class X
{
    public static XNamespace Names { get; } = "http://ec2.amazonaws.com/doc/2016-11-15/";

    /// <summary>An element with a value; none when there is no value.</summary>
    public static XElement? Value(string name, object? value) => value switch
    {
        null => null,
        bool flag => new(Names + name, flag ? "true" : "false"),
        _ => new(Names + name, value.ToString()),
    };

    /// <summary>An element with others in it.</summary>
    public static XElement Group(string name, params IEnumerable<XElement?> content) => new(Names + name, content);

    /// <summary>An element with an <c>item</c> for each thing.</summary>
    public static XElement Set<T>(string name, IEnumerable<T> things, Func<T, IEnumerable<XElement?>> content) =>
        new(Names + name, things.Select(thing => Group("item", content(thing))));

    /// <summary>What calls answer that have nothing to tell.</summary>
    public static IEnumerable<XElement?> True => [Value("return", true)];
}
