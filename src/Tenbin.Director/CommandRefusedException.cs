using System.Collections.Immutable;

namespace Tenbin.Director;

/// <summary>The daemon does not do what an operator asked for; nothing has changed.</summary>
internal sealed class CommandRefusedException : Exception
{
    /// <summary>With the HTTP status, one sentence, and every single error where there are several.</summary>
    public CommandRefusedException(int status, string message, ImmutableArray<string> errors = default)
        : base(message)
    {
        Status = status;
        Errors = errors.IsDefault ? [] : errors;
    }

    /// <summary>HTTP status: 404 not found, 409 conflicts with the state, 422 wrong content, 500 failed here.</summary>
    public int Status { get; }

    /// <summary>Every single error; may be empty.</summary>
    public ImmutableArray<string> Errors { get; }
}
