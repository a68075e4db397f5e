namespace Tenbin.Director.Tests.Fakes;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tenbin-");

    public string this[string name] => Path.Combine(_directory.FullName, name);

    public DirectorPaths Paths => new() { RunDirectory = this["run"], StateDirectory = this["state"], PinDirectory = this["bpf/tenbin"] };

    public void Dispose() => _directory.Delete(recursive: true);
}
