using System.Collections.Concurrent;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>What goes wrong with a request.</summary>
public enum Mishap
{
    None,

    /// <summary>503 RequestLimitExceeded.</summary>
    Throttled,

    /// <summary>500 InternalError.</summary>
    InternalError,

    /// <summary>503 Unavailable.</summary>
    Unavailable,

    /// <summary>The connection stays open and nothing comes.</summary>
    NoAnswer,

    /// <summary>The connection is reset.</summary>
    Reset,
}

/// <summary>How the API treats an action.</summary>
public sealed record ActionConduct
{
    /// <summary>From the request to its effect.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>From the effect to the answer.</summary>
    public TimeSpan AnswerLatency { get; init; }

    public Mishap Mishap { get; init; }

    /// <summary>The mishap comes when the action has been carried out, and only its answer is lost.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>For so many requests; then all is well again, latencies included.</summary>
    public int Times { get; init; } = int.MaxValue;
}

/// <summary>How the API behaves: all is well until a test says otherwise. Thread-safe.</summary>
public sealed class Conduct
{
    private readonly ConcurrentDictionary<string, ActionConduct> _actions = new();

    /// <summary>Of actions that nothing else is said of.</summary>
    public ActionConduct Usual { get; set; } = new();

    /// <summary>From now on, for one action, e.g. <c>AssociateAddress</c>.</summary>
    public void Set(string action, ActionConduct conduct) => _actions[action] = conduct;

    /// <summary>Every action as usual, and usual at once and without mishap.</summary>
    public void Clear()
    {
        _actions.Clear();
        Usual = new();
    }

    /// <summary>How to treat this request; counts it.</summary>
    internal ActionConduct Take(string action)
    {
        while (_actions.TryGetValue(action, out var conduct))
        {
            if (conduct.Times <= 0)
            {
                break;
            }

            if (conduct.Times == int.MaxValue || _actions.TryUpdate(action, conduct with { Times = conduct.Times - 1 }, conduct))
            {
                return conduct;
            }
        }

        return Usual;
    }
}
