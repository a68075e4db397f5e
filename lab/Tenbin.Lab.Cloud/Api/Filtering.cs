namespace Tenbin.Lab.Cloud.Api;

/// <summary>Ids and filters of the Describe calls.</summary>
internal static class Filtering
{
    /// <summary>The things with these ids, or all when none is named.</summary>
    public static IEnumerable<T> ByIds<T>(
        IEnumerable<KeyValuePair<string, T>> all, IReadOnlyList<string> ids, Func<string, ApiException> missing)
    {
        var known = all.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value);
        return ids.Count == 0 ? known.Values : ids.Select(id => known.TryGetValue(id, out var found) ? found : throw missing(id)).ToList();
    }

    /// <summary>Those that fit every filter; a filter is fit by any of its values, with <c>*</c> and <c>?</c>.</summary>
    /// <param name="things">What to choose from.</param>
    /// <param name="filters">As asked for.</param>
    /// <param name="values">By the filter's name, a thing's values; null for a filter that the call does not know.</param>
    public static IEnumerable<T> Fit<T>(
        IEnumerable<T> things,
        IReadOnlyList<(string Name, IReadOnlyList<string> Values)> filters,
        Func<T, string, IEnumerable<string?>?> values) =>
        things.Where(thing => filters.All(filter =>
            (values(thing, filter.Name) ?? throw Errors.InvalidValue($"The filter '{filter.Name}' is invalid"))
            .Any(value => value is not null && filter.Values.Any(pattern => Matches(pattern, value))))).ToList();

    private static bool Matches(string pattern, string value) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
