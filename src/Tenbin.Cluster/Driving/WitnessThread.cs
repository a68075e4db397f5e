using System.Collections.Concurrent;
using Tenbin.Cluster.Core;

namespace Tenbin.Cluster.Driving;

/// <summary>
/// Begins the heart's calls of the witness. The heart itself does not: a request takes longer than all else of a step, and a
/// pool thread that it made the runtime start would be born an ordinary one.
/// </summary>
internal sealed class WitnessThread : IDisposable
{
    private readonly RegisterCalls _calls;
    private readonly Action<ClusterInput> _post;
    private readonly BlockingCollection<ClusterOutput> _asked = [];
    private readonly Thread _thread;
    private bool _ended;

    /// <param name="calls">To the register.</param>
    /// <param name="post">Takes each answer.</param>
    public WitnessThread(RegisterCalls calls, Action<ClusterInput> post)
    {
        (_calls, _post) = (calls, post);
        _thread = new Thread(Run) { IsBackground = true, Name = "witness" };
        _thread.Start();
    }

    /// <summary>Takes a <see cref="ReadRegister"/> or <see cref="WriteRegister"/>. Never waits.</summary>
    public void Ask(ClusterOutput question) => _asked.Add(question);

    /// <summary>Begins what has been asked for, and no more. Its answers may still come.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _asked.CompleteAdding();
        _thread.Join();
        _asked.Dispose();
    }

    private void Run()
    {
        foreach (var question in _asked.GetConsumingEnumerable())
        {
            switch (question)
            {
                case ReadRegister read:
                    _calls.Read(read.Group, _post);
                    break;
                case WriteRegister write:
                    _calls.Write(write.Group, write.Content, _post);
                    break;
            }
        }
    }
}
