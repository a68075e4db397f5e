namespace Tenbin.Linux.MariaDb;

/// <summary>How far a question to a database came.</summary>
public enum DatabaseStage
{
    /// <summary>The TCP connection.</summary>
    Connecting,

    /// <summary>Connected: the server's greeting and the log-in.</summary>
    LoggingIn,

    /// <summary>Logged in: the query and its answer.</summary>
    Querying,
}

/// <summary>How a question to a database ended.</summary>
public enum DatabaseOutcome
{
    /// <summary>The query returned a row.</summary>
    Row,

    /// <summary>The query returned an empty result.</summary>
    NoRow,

    /// <summary>The statement is none that returns rows.</summary>
    NoResult,

    /// <summary>An error of the server or the library.</summary>
    Error,

    /// <summary>Cancelled first.</summary>
    TooLate,

    /// <summary>This machine has no libmariadb.</summary>
    NoLibrary,
}

/// <summary>What became of a <see cref="DatabaseQuestion"/>.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stage">How far it came.</param>
/// <param name="ErrorNumber">Number of the server's error, or from 2000 of the library's (errmsg.h); 0 without one.</param>
/// <param name="ErrorText">Its words, printable, at most 200 characters; empty without one.</param>
public sealed record DatabaseAnswer(DatabaseOutcome Outcome, DatabaseStage Stage, int ErrorNumber = 0, string ErrorText = "");
