using Tenbin.Demo.Article;

namespace Tenbin.Demo.Tests.Article;

public sealed class KeptFlowTests
{
    private readonly KeptFlow _flow = new("kept", connections: 2);

    [Fact]
    public void A_connection_is_counted_once_however_often_it_is_asked()
    {
        _flow.Add(Requests.Answered(1, 1.1, local: "a"));
        _flow.Add(Requests.Answered(2, 2.4, local: "a"));
        _flow.Add(Requests.Answered(1, 1.1, local: "b"));

        var view = _flow.View();
        Assert.Equal((2, 0, 3L), (view.Connections, view.Broken, view.Answered));
        Assert.Equal(400, view.Slowest.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public void All_have_answered_only_when_each_one_was_asked_since()
    {
        Assert.False(_flow.HaveAllAnsweredSince(0));
        _flow.Add(Requests.Answered(1, 1.1, local: "a"));
        Assert.False(_flow.HaveAllAnsweredSince(0));
        _flow.Add(Requests.Answered(1, 1.1, local: "b"));
        Assert.True(_flow.HaveAllAnsweredSince(1));

        _flow.Add(Requests.Answered(5, 5.1, local: "a"));
        Assert.False(_flow.HaveAllAnsweredSince(5));
        _flow.Add(Requests.Answered(5.5, 8, local: "b"));
        Assert.True(_flow.HaveAllAnsweredSince(5));
    }

    [Fact]
    public void One_that_broke_is_not_waited_for_and_not_forgotten()
    {
        _flow.Add(Requests.Answered(1, 1.1, local: "a"));
        _flow.Add(Requests.Answered(1, 1.1, local: "b"));
        _flow.Add(Requests.Failed(5, 5.1, "reset"));
        _flow.Add(Requests.Answered(5, 5.1, local: "b"));

        Assert.True(_flow.HaveAllAnsweredSince(5));
        Assert.Equal("reset", Assert.Single(_flow.Broken).Error);
        Assert.Equal(1, _flow.View().Broken);
    }

    [Fact]
    public void After_a_new_start_only_what_answers_then_counts()
    {
        _flow.Add(Requests.Answered(1, 1.1, local: "a"));
        _flow.Add(Requests.Failed(5, 5.1, "reset"));
        _flow.StartOver();
        _flow.Add(Requests.Answered(6, 6.1, local: "b"));

        var view = _flow.View();
        Assert.Equal((1, 0, 1L), (view.Connections, view.Broken, view.Answered));
        Assert.Empty(_flow.Broken);
    }
}
