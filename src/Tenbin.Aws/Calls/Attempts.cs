namespace Tenbin.Aws.Calls;

/// <summary>
/// Repeats a call that is safe to repeat until it is answered: after a failure that may pass with a growing pause, and beside
/// an attempt that is silent for long. A connection that died unnoticed so costs a moment, and a slow answer is still waited for.
/// </summary>
internal static class Attempts
{
    /// <summary>The first good answer.</summary>
    /// <param name="action">Name of the call, for people.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="rules">How it is repeated.</param>
    /// <param name="failed">Told of each failure that is followed by another attempt.</param>
    /// <param name="time">Clock.</param>
    /// <param name="random">Of the pauses.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="AwsException">A refusal that no repetition changes; or <see cref="AwsException.NoAnswer"/> at the deadline, with the last failure.</exception>
    public static async Task<T> Run<T>(
        string action, Func<CancellationToken, Task<T>> attempt, AttemptRules rules, Action<AwsException> failed, TimeProvider time, Random random,
        CancellationToken deadline)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var running = new List<Task<T>>();
        var (failures, hedge, pause) = (0, rules.Hedge, TimeSpan.Zero);
        AwsException? last = null;
        var start = time.GetTimestamp();
        try
        {
            while (true)
            {
                deadline.ThrowIfCancellationRequested();
                using var wake = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                var next = running.Count < rules.Abreast ? Task.Delay(pause, time, wake.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, wake.Token);
                var ended = await Task.WhenAny([.. running, next]).ConfigureAwait(false);
                if (ended == next)
                {
                    await next.ConfigureAwait(false);
                    running.Add(attempt(end.Token));
                    pause = hedge;
                    hedge = hedge * 2 < rules.Timeout ? hedge * 2 : rules.Timeout;
                    continue;
                }

                await wake.CancelAsync().ConfigureAwait(false);
                running.Remove((Task<T>)ended);
                try
                {
                    return await ((Task<T>)ended).ConfigureAwait(false);
                }
                catch (AwsException e) when (e.IsTransient)
                {
                    last = e;
                    deadline.ThrowIfCancellationRequested();
                    failed(e);
                    pause = rules.Pause(++failures, random);
                }
            }
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new AwsException(
                action, AwsException.NoAnswer,
                $"not done in {time.GetElapsedTime(start).TotalSeconds:0.#} s{(last is null ? "; there was no answer at all" : $", and the last attempt failed: {last.Message}")}", cause: e);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            foreach (var abandoned in running)
            {
                // Its end is of no interest any more; an exception of it must not be left unseen.
                _ = abandoned.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }
}
