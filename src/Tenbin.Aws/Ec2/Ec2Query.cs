using System.Globalization;
using System.Net;
using System.Text;

namespace Tenbin.Aws.Ec2;

/// <summary>The parameters of a call, as a form (EC2 API reference, "Query requests").</summary>
internal sealed class Ec2Query
{
    private readonly List<(string Name, string Value)> _parameters = [];

    public Ec2Query Add(string name, string value)
    {
        _parameters.Add((name, value));
        return this;
    }

    /// <summary>A copy with one more.</summary>
    public Ec2Query With(string name, string value)
    {
        var copy = new Ec2Query();
        copy._parameters.AddRange(_parameters);
        return copy.Add(name, value);
    }

    public Ec2Query Add(string name, IPAddress value) => Add(name, value.ToString());

    public Ec2Query AddIf(string name, bool value) => value ? Add(name, "true") : this;

    /// <summary><c>NAME.1</c>, <c>NAME.2</c> ….</summary>
    public Ec2Query Each<T>(string name, IEnumerable<T> values)
        where T : notnull
    {
        var number = 0;
        foreach (var value in values)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{name}.{++number}"), value.ToString()!);
        }

        return this;
    }

    public Ec2Query Filter(int number, string name, params IEnumerable<string> values) =>
        Add(string.Create(CultureInfo.InvariantCulture, $"Filter.{number}.Name"), name)
            .Each(string.Create(CultureInfo.InvariantCulture, $"Filter.{number}.Value"), values);

    /// <summary>The form of a request.</summary>
    public byte[] Encode(string action)
    {
        var text = new StringBuilder($"Action={action}&Version={Ec2Client.Version}");
        foreach (var (name, value) in _parameters)
        {
            text.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
