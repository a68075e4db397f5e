using System.Text.RegularExpressions;
using Tenbin.Model.Configuration;

namespace Tenbin.Health.Monitoring;

/// <summary>
/// Two checks are equal when their probes would do the same at the same rhythm. <c>fall</c>, <c>rise</c> and <c>port</c>
/// are no part of that: the first two belong to the state machine, the port is part of the target.
/// </summary>
internal sealed class CheckComparer : IEqualityComparer<Check>
{
    public static CheckComparer Instance { get; } = new();

    public bool Equals(Check? x, Check? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }
        if (x is null || y is null)
        {
            return false;
        }
        // Arrays and patterns compare by reference inside a record: they are compared here, the rest by the record.
        Check aligned = x with { Fall = y.Fall, Rise = y.Rise, Port = y.Port };
        return (aligned, y) switch
        {
            (HttpCheck a, HttpCheck b) => a.Status.AsSpan().SequenceEqual(b.Status.AsSpan())
                && Same(a.ExpectRegex, b.ExpectRegex)
                && (a with { Status = b.Status, ExpectRegex = b.ExpectRegex }).Equals(b),
            (ExecCheck a, ExecCheck b) => a.Command.AsSpan().SequenceEqual(b.Command.AsSpan())
                && (a with { Command = b.Command }).Equals(b),
            _ => aligned.Equals(y),
        };
    }

    public int GetHashCode(Check obj) => HashCode.Combine(obj.GetType(), obj.Every, obj.Timeout);

    private static bool Same(Regex? x, Regex? y) => x?.ToString() == y?.ToString() && x?.Options == y?.Options;
}
