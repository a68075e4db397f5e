namespace Tenbin.Aws.Tests.Fakes;

/// <summary>A call of EC2 that came.</summary>
internal sealed record FakeCall(string Action, IReadOnlyDictionary<string, string> Form, string Authorization)
{
    public string this[string name] => Form.GetValueOrDefault(name) ?? "";

    public bool Has(string name) => Form.ContainsKey(name);

    public IEnumerable<string> Each(string name) => Values(name);

    public IEnumerable<string> Values(string name) => Form.Where(pair => pair.Key.StartsWith(name + ".", StringComparison.Ordinal)).Select(pair => pair.Value);
}

/// <summary>How a request goes wrong.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Error code.</param>
/// <param name="Said">Message.</param>
internal sealed record FakeFault(int Status = 500, string Code = "InternalError", string Said = "An internal error has occurred")
{
    public static readonly FakeFault Silence = new() { After = Timeout.InfiniteTimeSpan };
    public static readonly FakeFault Throttle = new(503, "RequestLimitExceeded", "Request limit exceeded.");

    /// <summary>The answer is late.</summary>
    public TimeSpan After { get; init; }

    /// <summary>The call is done all the same.</summary>
    public bool IsDone { get; init; }

    /// <summary>The connection ends instead of an answer.</summary>
    public bool Cuts { get; init; }

    /// <summary>Text of the answer, which need not be XML.</summary>
    public string? Raw { get; init; }
}
