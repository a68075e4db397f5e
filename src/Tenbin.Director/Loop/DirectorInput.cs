using Tenbin.Director.Api;
using Tenbin.Director.Findings;
using Tenbin.Director.Overrides;
using Tenbin.Model;

namespace Tenbin.Director.Loop;

/// <summary>Anything that may change what the director does. Taken one at a time, in order.</summary>
internal abstract record DirectorInput
{
    /// <summary>Where the answer goes; null when nobody waits for one.</summary>
    public TaskCompletionSource<CommandAnswer>? Answer { get; init; }
}

/// <summary>The checks have found something new about a server.</summary>
internal sealed record HealthChanged(ServerKey Key, ServerFinding Finding) : DirectorInput;

/// <summary>Links, addresses, routes or neighbours of this machine have changed.</summary>
internal sealed record NetworkChanged : DirectorInput;

/// <summary>Time to look whether the kernel still holds what it should.</summary>
internal sealed record Tick : DirectorInput;

/// <summary>Peers have said something about what operators set.</summary>
internal sealed record SettingsArrived : DirectorInput;

/// <summary>Read the file again.</summary>
internal sealed record ReloadRequested : DirectorInput;

/// <summary>An operator drains, undrains or weighs a server.</summary>
internal sealed record OverrideRequested(OverrideVerb Verb, ServerCommand Command) : DirectorInput;
