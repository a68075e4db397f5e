using System.Runtime.InteropServices;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.MariaDb;

/// <summary>
/// Asks MariaDB and MySQL servers through libmariadb, loaded at the first question. One thread of its own, begun with it too,
/// runs all conversations side by side with poll(2): none waits for another, however many servers hang. Thread-safe.
/// </summary>
public sealed class DatabaseClient : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Pending> _new = [];
    private readonly FileDescriptor _wake = Libc.EventDescriptor(0, Libc.EventNonBlockingCloseOnExec);
    private readonly string _libraryName;
    private Thread? _thread;
    private bool _isStopped;

    /// <summary>A client that has no thread and no library before the first question.</summary>
    public DatabaseClient()
        : this(MariaDbLibrary.Name)
    {
    }

    internal DatabaseClient(string libraryName) => _libraryName = libraryName;

    /// <summary>Logs in, asks, and hangs up. Every failure is an answer.</summary>
    /// <param name="question">Whom and what.</param>
    /// <param name="deadline">Ends it, with <see cref="DatabaseOutcome.TooLate"/>.</param>
    public async ValueTask<DatabaseAnswer> AskAsync(DatabaseQuestion question, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (MariaDbLibrary.TryLoad(_libraryName) is not { } library)
        {
            return new DatabaseAnswer(DatabaseOutcome.NoLibrary, DatabaseStage.Connecting);
        }

        var pending = new Pending(library, question, deadline);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            _new.Add(pending);
            _thread ??= StartThread();
        }

        Wake();
        using (deadline.UnsafeRegister(static client => ((DatabaseClient)client!).Wake(), this))
        {
            return await pending.Answer.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends its thread; what is being asked ends as <see cref="DatabaseOutcome.TooLate"/>.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            _isStopped = true;
            thread = _thread;
        }

        Wake();
        thread?.Join();
        _wake.Dispose();
    }

    private Thread StartThread()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "databases" };
        thread.Start();
        return thread;
    }

    private unsafe void Wake()
    {
        lock (_gate)
        {
            // A deadline may fire after the end.
            if (!_wake.IsClosed)
            {
                var one = 1ul;
                _ = Libc.Write(_wake, &one, sizeof(ulong));
            }
        }
    }

    private unsafe void Run()
    {
        var open = new List<Pending>();
        var descriptors = new Libc.PollDescriptor[16];
        while (Take(open))
        {
            open.RemoveAll(IsOver);
            if (descriptors.Length <= open.Count)
            {
                descriptors = new Libc.PollDescriptor[open.Count * 2];
            }

            descriptors[0] = new Libc.PollDescriptor { Descriptor = _wake.Number, Events = Libc.PollIn };
            for (var i = 0; i < open.Count; i++)
            {
                descriptors[i + 1] = new Libc.PollDescriptor { Descriptor = open[i].Conversation!.Socket, Events = open[i].Conversation!.Events };
            }

            fixed (Libc.PollDescriptor* first = descriptors)
            {
                if (Libc.Poll(first, (nuint)open.Count + 1, -1) < 0 && Marshal.GetLastPInvokeError() is var error and not Errno.EINTR)
                {
                    throw new LinuxException("wait for database servers", error);
                }
            }

            if (descriptors[0].Returned != 0)
            {
                ulong calls;
                _ = Libc.Read(_wake, &calls, sizeof(ulong));
            }

            for (var i = 0; i < open.Count; i++)
            {
                open[i].Ready = descriptors[i + 1].Returned;
            }
        }

        foreach (var pending in open)
        {
            pending.End(pending.Conversation!.Abandon());
        }
    }

    /// <summary>Takes over what is new; false when it is time to end.</summary>
    private bool Take(List<Pending> open)
    {
        List<Pending> taken;
        bool isStopped;
        lock (_gate)
        {
            taken = [.. _new];
            _new.Clear();
            isStopped = _isStopped;
        }

        foreach (var pending in taken)
        {
            pending.Begin();
            open.Add(pending);
        }

        return !isStopped;
    }

    private static bool IsOver(Pending pending)
    {
        var conversation = pending.Conversation!;
        var answer = pending.Deadline.IsCancellationRequested ? conversation.Abandon()
            : pending.Ready != 0 || !pending.IsBegun ? conversation.Advance(pending.Ready)
            : null;
        pending.IsBegun = true;
        if (answer is null)
        {
            return false;
        }

        pending.End(answer);
        return true;
    }

    private sealed class Pending(MariaDbLibrary library, DatabaseQuestion question, CancellationToken deadline)
    {
        public TaskCompletionSource<DatabaseAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Deadline => deadline;

        public DatabaseConversation? Conversation { get; private set; }

        public bool IsBegun { get; set; }

        /// <summary>What poll(2) has returned for it.</summary>
        public short Ready { get; set; }

        public void Begin() => Conversation = new DatabaseConversation(library, question);

        public void End(DatabaseAnswer answer)
        {
            Conversation!.Dispose();
            Answer.SetResult(answer);
        }
    }
}
