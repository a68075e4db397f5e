using System.Globalization;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>One request that came.</summary>
/// <param name="At">When, on the <see cref="LabClock"/>.</param>
/// <param name="Action">Its action.</param>
/// <param name="Caller">Who signed it; empty when nobody known did.</param>
/// <param name="Outcome"><c>OK</c>, an error code, or the mishap that befell it.</param>
public sealed record ApiCall(double At, string Action, string Caller, string Outcome)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:0.000} {Action} {Outcome} {Caller}");
}

/// <summary>The requests that came, oldest first. Thread-safe.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<ApiCall> _calls = [];

    public IReadOnlyList<ApiCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public int Count(string action) => All.Count(call => call.Action == action);

    public override string ToString() => string.Join('\n', All);

    internal void Add(ApiCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
        }
    }
}
