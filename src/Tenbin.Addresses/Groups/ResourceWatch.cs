namespace Tenbin.Addresses.Groups;

/// <summary>Looks at one started resource again and again, and puts it back when it is gone.</summary>
internal sealed class ResourceWatch(Resource resource, NetworkSignal changes, Action<GroupEventKind, Resource, string> report, TimeProvider time)
{
    /// <summary>A storm of changes causes no more looks than one in so long.</summary>
    private static readonly TimeSpan s_breather = TimeSpan.FromMilliseconds(20);

    private readonly FailureWindow _failures = new(limit: 3, TimeSpan.FromMinutes(1), time);
    private string? _told;

    /// <summary>Runs until stopped; ends without an exception.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            // Begun before the first wait, so that nothing between the start and this is missed.
            var changed = changes.Next;
            while (true)
            {
                await WaitAsync(changed, stop).ConfigureAwait(false);
                changed = changes.Next;
                if (await FindFault(stop).ConfigureAwait(false) is { } fault)
                {
                    await PutBack(fault, stop).ConfigureAwait(false);
                }
            }
        }
        catch (RelievedException e)
        {
            // The end of this watch: to put it back would be to take it from who has it.
            report(GroupEventKind.Relieved, resource, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // An operation on the group begins.
        }
    }

    private async Task WaitAsync(Task changed, CancellationToken stop)
    {
        if (resource.IsOfNetwork)
        {
            await Task.Delay(s_breather, time, stop).ConfigureAwait(false);
            await Task.WhenAny(changed, Task.Delay(resource.Every, time, stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            await Task.Delay(resource.After, time, stop).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(resource.Every, time, stop).ConfigureAwait(false);
        }
    }

    private async Task<string?> FindFault(CancellationToken stop)
    {
        try
        {
            return await resource.FindFault(stop).ConfigureAwait(false);
        }
        catch (ResourceException e)
        {
            return e.Message;
        }
    }

    private async Task PutBack(string fault, CancellationToken stop)
    {
        try
        {
            await resource.Start(stop).ConfigureAwait(false);
            _told = null;
            report(GroupEventKind.Restored, resource, fault);
        }
        catch (ResourceException e)
        {
            // Tried again at each look, told once.
            if (_told != e.Message)
            {
                _told = e.Message;
                report(GroupEventKind.NotRestored, resource, $"{fault}, and: {e.Message}");
            }
        }

        if (_failures.Add())
        {
            report(GroupEventKind.Failed, resource, fault);
        }
    }
}
