using Microsoft.Extensions.Logging;
using Tenbin.Addresses.Masquerade;
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

    /// <summary>From such a change to the look: what this leans on is put back first.</summary>
    public virtual TimeSpan After => TimeSpan.Zero;

    /// <summary>It starts along with its neighbours of that sort: what is slow in the network costs its time once.</summary>
    public virtual bool StartsAbreast => false;

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

    public override bool StartsAbreast => address.IsOfAws;

    public override Task Start(CancellationToken cancellation) => mover.Acquire(address, cancellation);

    public override Task Stop(CancellationToken cancellation) => mover.Release(address, cancellation);

    public override Task<string?> FindFault(CancellationToken cancellation) => mover.FindFault(address, cancellation);
}

/// <summary>A route or a rule: calls of the kernel that do not wait.</summary>
internal sealed class RoutingResource(string name, Action start, Action stop, Func<string?> findFault) : Resource
{
    public override string Name => name;

    public override TimeSpan Every => TimeSpan.FromSeconds(1);

    public override bool IsOfNetwork => true;

    // The kernel takes a route away with the address that it names as its source.
    public override TimeSpan After => TimeSpan.FromMilliseconds(50);

    public override Task Start(CancellationToken cancellation) => Run(start, cancellation);

    public override Task Stop(CancellationToken cancellation) => Run(stop, cancellation);

    public override Task<string?> FindFault(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(findFault());
    }

    private static Task Run(Action action, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        action();
        return Task.CompletedTask;
    }
}

internal sealed class MasqueradeResource(string group, GroupMasquerade settings, TimeProvider time, ILogger log) : Resource
{
    private readonly Masquerading _masquerading = new(group, settings, time, log);

    public override string Name => $"masquerade of {settings}";

    public override TimeSpan Every => TimeSpan.FromSeconds(1);

    public override bool IsOfNetwork => false;

    public override Task Start(CancellationToken cancellation) => _masquerading.Start(cancellation);

    public override Task Stop(CancellationToken cancellation) => _masquerading.Stop(cancellation);

    public override Task<string?> FindFault(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_masquerading.FindFault());
    }
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
