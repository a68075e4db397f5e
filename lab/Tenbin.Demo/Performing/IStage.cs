namespace Tenbin.Demo.Performing;

/// <summary>Where a play is told. Thread-safe.</summary>
internal interface IStage
{
    /// <summary>A new act begins.</summary>
    void Announce(string title);

    /// <summary>Something has happened.</summary>
    void Tell(string news);
}
