using Tenbin.Addresses.Scripts;
using Tenbin.Model.Configuration;

namespace Tenbin.Addresses.Groups;

/// <summary>One thing of a group.</summary>
internal abstract class Resource
{
    /// <summary>For people, e.g. <c>address 10.0.0.1</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Between two looks at it.</summary>
    public abstract TimeSpan Every { get; }

    /// <summary>A change of the network is reason to look at once.</summary>
    public abstract bool IsOfNetwork { get; }

    public abstract Task Start(CancellationToken cancellation);

    public abstract Task Stop(CancellationToken cancellation);

    /// <summary>Null while it is as it should be, else why not.</summary>
    public abstract Task<string?> FindFault(CancellationToken cancellation);
}

internal sealed class AddressResource(GroupAddress address, IAddressMover mover) : Resource
{
    public override string Name => $"address {address.Address}";

    public override TimeSpan Every => TimeSpan.FromSeconds(1);

    public override bool IsOfNetwork => true;

    public override Task Start(CancellationToken cancellation) => mover.Acquire(address, cancellation);

    public override Task Stop(CancellationToken cancellation) => mover.Release(address, cancellation);

    public override Task<string?> FindFault(CancellationToken cancellation) => mover.FindFault(address, cancellation);
}

internal sealed class ScriptResource(GroupScript settings, string group, TimeProvider time) : Resource
{
    private readonly ResourceScript _script = new(settings, $"{group}_{Path.GetFileName(settings.Path)}", time);

    public override string Name => $"script {settings.Path}";

    public override TimeSpan Every => settings.Every;

    public override bool IsOfNetwork => false;

    public override Task Start(CancellationToken cancellation) => _script.Start(cancellation);

    public override Task Stop(CancellationToken cancellation) => _script.Stop(cancellation);

    public override async Task<string?> FindFault(CancellationToken cancellation)
    {
        var answer = await _script.Look(cancellation).ConfigureAwait(false);
        return answer.State == ScriptState.Running ? null : answer.Reason;
    }
}
