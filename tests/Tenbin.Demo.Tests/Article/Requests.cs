using Tenbin.Demo.Article;
using Tenbin.Lab.Load;

namespace Tenbin.Demo.Tests.Article;

/// <summary>Requests as clients report them.</summary>
internal static class Requests
{
    private const string Target = "http://203.0.113.10:80/", Local = "198.51.100.10:40000";

    public static RequestRecord Answered(double sent, double ended, string server = "web01", string local = Local) =>
        new(1, sent, (ended - sent) * 1000, Target, local, server, null);

    public static RequestRecord Failed(double sent, double ended, string error = "timeout") =>
        new(1, sent, (ended - sent) * 1000, Target, Local, null, error);

    /// <summary>A flow with an answer at each of these times.</summary>
    public static Flow Flow(params IEnumerable<double> answers)
    {
        var flow = new Flow("web", perSecond: 20);
        foreach (var at in answers)
        {
            flow.Add(Answered(at, at));
        }

        return flow;
    }
}
