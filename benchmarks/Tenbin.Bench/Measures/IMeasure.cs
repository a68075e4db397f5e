using Tenbin.Bench.Ways;

namespace Tenbin.Bench.Measures;

/// <summary>One kind of load.</summary>
internal interface IMeasure
{
    /// <summary>Heading of its table.</summary>
    string Name { get; }

    /// <summary>Unit of its figures.</summary>
    string Unit { get; }

    /// <summary>.NET format of its figures.</summary>
    string Format { get; }

    /// <summary>Loads one way for some seconds; for one second to warm up.</summary>
    Task<double> Run(BenchSite site, IWay way, bool warmUp);
}
