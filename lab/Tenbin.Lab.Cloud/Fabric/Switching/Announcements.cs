using Tenbin.Lab.Cloud.Addressing;
using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Fabric.Switching;

/// <summary>Addresses that went to another interface, and when the fabric tells the neighbours.</summary>
internal sealed class Announcements
{
    private readonly PriorityQueue<Ip, TimeSpan> _due = new();

    /// <summary>When the next is due; null when there is none.</summary>
    public TimeSpan? Next => _due.TryPeek(out _, out var at) ? at : null;

    /// <summary>Compares two books.</summary>
    /// <param name="old">Before.</param>
    /// <param name="new">After.</param>
    /// <param name="at">When to tell of what moved.</param>
    public void Compare(BookIndex old, BookIndex @new, TimeSpan at)
    {
        foreach (var held in @new.Book.Interfaces.Values)
        {
            foreach (var address in held.V4.Concat(held.V6))
            {
                if (old.Owner(address)?.Id != held.Id)
                {
                    _due.Enqueue(address, at);
                }
            }
        }
    }

    /// <summary>The next address that is due, if any.</summary>
    public bool TryTake(TimeSpan now, out Ip address)
    {
        if (_due.TryPeek(out address, out var at) && at <= now)
        {
            _due.Dequeue();
            return true;
        }

        return false;
    }
}
