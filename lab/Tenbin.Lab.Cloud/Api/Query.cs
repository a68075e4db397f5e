using System.Globalization;
using System.Net;
using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>The parameters of a request (EC2 API Reference, "Query requests").</summary>
public sealed class Query
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads <c>application/x-www-form-urlencoded</c>.</summary>
    public Query(string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            _values[WebUtility.UrlDecode(at < 0 ? pair : pair[..at])] = at < 0 ? "" : WebUtility.UrlDecode(pair[(at + 1)..]);
        }
    }

    public string? Optional(string name) => _values.GetValueOrDefault(name);

    public string Required(string name) => Optional(name) ?? throw Errors.MissingParameter(name);

    public bool Flag(string name) => string.Equals(Optional(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number of 0 or more; null when it is not given.</summary>
    public int? Number(string name) => Optional(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw Errors.InvalidValue(text, name, "It must be a whole number.");

    /// <summary><c>Name.1</c>, <c>Name.2</c> …</summary>
    public IReadOnlyList<string> List(string name)
    {
        var values = new List<string>();
        while (Optional(string.Create(CultureInfo.InvariantCulture, $"{name}.{values.Count + 1}")) is { } value)
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>A list of addresses.</summary>
    public IReadOnlyList<Ip> Addresses(string name, bool v4) => [.. List(name).Select(text => ToAddress(text, name, v4))];

    /// <summary>One address; null when it is not given.</summary>
    public Ip? Address(string name, bool v4) => Optional(name) is { } text ? ToAddress(text, name, v4) : null;

    /// <summary><c>Filter.1.Name</c>, <c>Filter.1.Value.1</c> …</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Filters()
    {
        var filters = new List<(string, IReadOnlyList<string>)>();
        while (true)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Filter.{filters.Count + 1}");
            if (Optional(prefix + ".Name") is not { } name)
            {
                return filters;
            }

            filters.Add((name, List(prefix + ".Value")));
        }
    }

    private static Ip ToAddress(string text, string name, bool v4) =>
        IPAddress.TryParse(text, out var address) && Ip.From(address) is var ip && ip.IsV4 == v4
            ? ip
            : throw Errors.InvalidValue(text, name, $"It must be an {(v4 ? "IPv4" : "IPv6")} address.");
}
