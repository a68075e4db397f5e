using Tenbin.Bench.Measures;
using Tenbin.Bench.Results;
using Tenbin.Bench.Ways;

namespace Tenbin.Bench;

/// <summary>Every measure over every way in every round, so that all ways meet the same weather.</summary>
internal sealed class Tournament(BenchSite site, IReadOnlyList<IWay> ways, IReadOnlyList<IMeasure> measures, Action<string> progress)
{
    public async Task<IReadOnlyList<Sheet>> Run(int rounds, CancellationToken stop)
    {
        var sheets = measures.Select(measure => new Sheet(measure.Name, measure.Unit, measure.Format)).ToArray();
        foreach (var way in ways)
        {
            stop.ThrowIfCancellationRequested();
            progress($"warming up: {way.Name}");
            await way.Activate();
            foreach (var measure in measures)
            {
                await measure.Run(site, way, warmUp: true);
            }
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var (measure, sheet) in measures.Zip(sheets))
            {
                List<string> figures = [];
                foreach (var way in Turn(round))
                {
                    stop.ThrowIfCancellationRequested();
                    await way.Activate();
                    var figure = await measure.Run(site, way, warmUp: false);
                    sheet.Add(way.Name, figure);
                    figures.Add($"{way.Name} {Spread.Number(figure, measure.Format)}");
                }

                progress($"round {round + 1} of {rounds}, {measure.Name} ({measure.Unit}): {string.Join(" · ", figures)}");
            }
        }

        return sheets;
    }

    /// <summary>Every round begins with another way.</summary>
    private IEnumerable<IWay> Turn(int round) => ways.Skip(round % ways.Count).Concat(ways.Take(round % ways.Count));
}
