using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Simulation.Exhaustive;

/// <summary>What a type is made of, as far as copies and digests need it.</summary>
internal sealed class Shape
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = [];

    private Shape(Type type)
    {
        Type = type;
        IsSkipped = type == typeof(string) || type == typeof(CoreSettings);
        IsNumber = type.IsPrimitive || type.IsEnum;
        IsCollection = IsGeneric(type, typeof(List<>), typeof(Queue<>), typeof(HashSet<>));
        Fields = IsSkipped || IsNumber || type.IsArray ? [] : [.. FieldsOf(type)];
        IsFrozen = IsSkipped || IsNumber || (!type.IsArray && !IsCollection && (IsGeneric(type, typeof(ImmutableArray<>)) || IsFrozenValue(type)));
        Parts = [.. Fields.Select(field => (field, field.FieldType.IsSealed ? Of(field.FieldType) : null))];
        Elements = type.IsArray ? type.GetElementType()! : null;
        Changing = IsFrozen ? [] : [.. Fields.Where(field => !Of(field.FieldType).IsFrozen)];
        if (type.IsValueType && !IsFrozen)
        {
            throw new NotSupportedException($"{type} is a value with changing parts; a copy of it would share them");
        }
    }

    public Type Type { get; }

    /// <summary>Nothing that the core decides by: texts for people, and the settings, which never change.</summary>
    public bool IsSkipped { get; }

    public bool IsNumber { get; }

    public bool IsCollection { get; }

    /// <summary>Never changes once it is made, so two cores may share it.</summary>
    public bool IsFrozen { get; }

    /// <summary>Of an array.</summary>
    public Type? Elements { get; }

    public FieldInfo[] Fields { get; }

    /// <summary>The same, with the shape where the type of a field tells it.</summary>
    public (FieldInfo Field, Shape? Shape)[] Parts { get; }

    /// <summary>Fields that a copy may not share.</summary>
    public FieldInfo[] Changing { get; }

    public static Shape Of(Type type) => Known.TryGetValue(type, out var shape) ? shape : Known[type] = new Shape(type);

    private static bool IsFrozenValue(Type type) =>
        (type.IsValueType || type.GetMethod("<Clone>$") is not null)
        && FieldsOf(type).All(field => (type.IsValueType || field.IsInitOnly) && Of(field.FieldType).IsFrozen);

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
        {
            foreach (var field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static bool IsGeneric(Type type, params ReadOnlySpan<Type> definitions) =>
        type.IsGenericType && definitions.Contains(type.GetGenericTypeDefinition());
}
