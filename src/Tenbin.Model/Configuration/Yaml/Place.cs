using YamlDotNet.Core;

namespace Tenbin.Model.Configuration.Yaml;

/// <summary>A position in the file; both parts count from 1.</summary>
internal readonly record struct Place(int Line, int Column)
{
    public static Place Start { get; } = new(1, 1);

    public static Place Of(Mark mark) => new(AtLeastOne(mark.Line), AtLeastOne(mark.Column));

    private static int AtLeastOne(long value) => (int)Math.Clamp(value, 1, int.MaxValue);
}
