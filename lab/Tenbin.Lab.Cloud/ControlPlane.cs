using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud;

/// <summary>
/// Holds the VPC's book. Writes are applied at once and in order; reads may show an older book, as AWS's do (Amazon EC2
/// API Reference, "Eventual consistency"). Thread-safe.
/// </summary>
public sealed class ControlPlane(TimeProvider time, Book book, Action<Book> publish)
{
    private readonly Lock _gate = new();
    private readonly List<(long At, Book Book)> _versions = [(time.GetTimestamp(), book)];

    /// <summary>How long after a write reads of the API still show what was before.</summary>
    public TimeSpan VisibilityDelay { get; set; }

    /// <summary>How long after a write the instances' metadata still show what was before.</summary>
    public TimeSpan MetadataDelay { get; set; }

    /// <summary>The book as it is.</summary>
    public Book Book
    {
        get
        {
            lock (_gate)
            {
                return _versions[^1].Book;
            }
        }
    }

    /// <summary>The book as a read of the API shows it.</summary>
    public Book Visible => AsOf(VisibilityDelay);

    /// <summary>The book as the metadata show it.</summary>
    public Book InMetadata => AsOf(MetadataDelay);

    /// <summary>Changes the book and gives it to the fabric.</summary>
    /// <param name="change">May refuse by an exception; runs under a lock.</param>
    public T Change<T>(Func<Book, (Book Book, T Answer)> change)
    {
        lock (_gate)
        {
            var (book, answer) = change(_versions[^1].Book);
            _versions.Add((time.GetTimestamp(), book));
            publish(book);
            return answer;
        }
    }

    /// <inheritdoc cref="Change{T}"/>
    public void Change(Func<Book, Book> change) => Change(book => (change(book), true));

    private Book AsOf(TimeSpan delay)
    {
        lock (_gate)
        {
            for (var i = _versions.Count - 1; i > 0; i--)
            {
                if (time.GetElapsedTime(_versions[i].At) >= delay)
                {
                    return _versions[i].Book;
                }
            }

            return _versions[0].Book;
        }
    }
}
