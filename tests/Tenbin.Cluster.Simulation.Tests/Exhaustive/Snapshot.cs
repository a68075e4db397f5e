using System.Collections;
using System.Reflection;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>Copies a core, and tells it from another by everything that it holds.</summary>
internal static class Snapshot
{
    private static readonly Func<object, object> ShallowCopy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    /// <summary>A copy that shares nothing that changes.</summary>
    public static T Copy<T>(T original)
        where T : class => (T)Copy(original, new Dictionary<object, object>(32, ReferenceEqualityComparer.Instance));

    /// <summary>The same for two objects of the same content.</summary>
    public static Digest Of(object original)
    {
        var digest = default(Digest);
        Add(ref digest, original, null, new HashSet<object>(32, ReferenceEqualityComparer.Instance));
        return digest;
    }

    private static object Copy(object original, Dictionary<object, object> copies)
    {
        var shape = Shape.Of(original.GetType());
        if (shape.IsFrozen)
        {
            return original;
        }

        if (copies.TryGetValue(original, out var known))
        {
            return known;
        }

        var copy = ShallowCopy(original);
        copies[original] = copy;
        if (copy is object?[] elements)
        {
            for (var index = 0; index < elements.Length; index++)
            {
                elements[index] = elements[index] is { } element ? Copy(element, copies) : null;
            }
        }

        foreach (var field in shape.Changing)
        {
            if (field.GetValue(original) is { } part)
            {
                field.SetValue(copy, Copy(part, copies));
            }
        }

        return copy;
    }

    private static void Add(ref Digest digest, object? value, Shape? known, HashSet<object> seen)
    {
        if (value is null)
        {
            digest.Add(0xABCDUL);
            return;
        }

        // A nullable field's value comes without its wrapper.
        var shape = known is null || known.Type != value.GetType() ? Shape.Of(value.GetType()) : known;
        if (shape.IsNumber)
        {
            digest.Add(Number(value));
        }
        else if (!shape.IsSkipped)
        {
            if (shape.IsFrozen || seen.Add(value))
            {
                AddParts(ref digest, value, shape, seen);
            }
            else
            {
                digest.Add(0x5EE7UL);
            }
        }
    }

    private static void AddParts(ref Digest digest, object value, Shape shape, HashSet<object> seen)
    {
        switch (value)
        {
            case long[] numbers:
                foreach (var number in numbers)
                {
                    digest.Add(number);
                }

                break;
            case IEnumerable elements when shape.IsCollection || shape.Elements is not null:
                digest.Add(0xE1E3UL);
                foreach (var element in elements)
                {
                    Add(ref digest, element, null, seen);
                }

                break;
            default:
                foreach (var (field, known) in shape.Parts)
                {
                    if (known is not { IsSkipped: true })
                    {
                        Add(ref digest, field.GetValue(value), known, seen);
                    }
                }

                break;
        }
    }

    private static ulong Number(object value) => value switch
    {
        long number => (ulong)number,
        bool flag => flag ? 1UL : 0,
        ulong number => number,
        byte number => number,
        int number => (ulong)number,
        uint number => number,
        Enum kind => (ulong)Convert.ToInt64(kind, null),
        _ => throw new NotSupportedException($"{value.GetType()} has no place in a core"),
    };
}
