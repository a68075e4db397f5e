using Tenbin.Lab;

namespace Tenbin.Demo;

/// <summary>Where the play is shown.</summary>
internal interface IStage
{
    /// <summary>A new act begins.</summary>
    void Announce(string title);

    /// <summary>Something has happened.</summary>
    void Tell(string news);

    /// <summary>From now on there is a site to show.</summary>
    void Show(Site site);
}
