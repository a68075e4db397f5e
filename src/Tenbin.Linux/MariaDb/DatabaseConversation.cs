using System.Runtime.InteropServices;
using System.Text;
using Tenbin.Linux.Interop;

namespace Tenbin.Linux.MariaDb;

/// <summary>
/// One question, as a state machine around the library's non-blocking calls. Used by one thread. The library runs each
/// call on a small stack of its own and switches away where it would wait.
/// </summary>
internal sealed unsafe class DatabaseConversation : IDisposable
{
    // Its default of 60 KB is close where a signal of the runtime arrives on top.
    private const nuint StackSize = 256 * 1024;
    private const int LongestText = 200;
    private const int MostSteps = 64;
    private const int ShutBoth = 2;

    private readonly MariaDbLibrary _library;
    private readonly nint _connection;
    private readonly List<(nint Text, int Length)> _texts = [];
    private readonly DatabaseQuestion _question;
    private Step _step;
    private bool _isUnderWay;
    private nint _returned;
    private nint _result;
    private bool _hasRow;
    private DatabaseAnswer? _failure;

    /// <summary>Prepares it; nothing is sent.</summary>
    /// <exception cref="LinuxException">The library has no memory left.</exception>
    public DatabaseConversation(MariaDbLibrary library, DatabaseQuestion question)
    {
        (_library, _question) = (library, question);
        _connection = library.Init(0);
        if (_connection == 0)
        {
            throw new LinuxException($"make a connection object of {MariaDbLibrary.Name}", Errno.ENOMEM);
        }

        var stack = StackSize;
        library.SetOption(_connection, MariaDbLibrary.NonBlocking, &stack);
        SetNumber(MariaDbLibrary.TransportProtocol, MariaDbLibrary.Tcp);
        // A server may ask its client for any file that the client can read.
        SetNumber(MariaDbLibrary.LocalInfile, 0);
        // Inside its TLS handshake the library waits on the calling thread, whatever was asked for.
        SetFlag(MariaDbLibrary.UseTls, 0);
        SetFlag(MariaDbLibrary.VerifyCertificate, 0);
        // None that hands the password over: who answers at the address is not known.
        library.SetOption(_connection, MariaDbLibrary.AllowedLogins, Native("mysql_native_password,caching_sha2_password,client_ed25519,parsec"));
    }

    private enum Step
    {
        Connect,
        Query,
        Fetch,
        Free,
        Done,
    }

    /// <summary>What it waits for, as poll(2) wants it.</summary>
    public short Events { get; private set; }

    /// <summary>Where it waits; -1 when there is no socket.</summary>
    public int Socket => _library.GetSocket(_connection);

    /// <summary>How far it has come.</summary>
    public DatabaseStage Stage { get; private set; }

    /// <summary>Goes on until it must wait or is done.</summary>
    /// <param name="ready">What poll(2) returned for <see cref="Socket"/>; 0 at the start.</param>
    /// <returns>The answer; null while it waits.</returns>
    public DatabaseAnswer? Advance(short ready)
    {
        const short broken = Libc.PollError | Libc.PollHangUp;
        return Go(
            ((ready & (Libc.PollIn | broken)) != 0 ? MariaDbLibrary.WaitRead : 0)
            | ((ready & (Libc.PollOut | broken)) != 0 ? MariaDbLibrary.WaitWrite : 0));
    }

    /// <summary>Ends it before it is done. The library's calls run out by themselves, else they would leave memory behind.</summary>
    public DatabaseAnswer Abandon()
    {
        var stage = Stage;
        for (var steps = 0; _isUnderWay && steps < MostSteps; steps++)
        {
            // What it sends or reads from now on fails at once.
            if (Socket is >= 0 and var socket)
            {
                _ = Libc.ShutDown(socket, ShutBoth);
            }

            _ = Go(MariaDbLibrary.WaitTimeout);
        }

        return new DatabaseAnswer(DatabaseOutcome.TooLate, stage);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _library.Close(_connection);
        foreach (var (text, length) in _texts)
        {
            new Span<byte>((void*)text, length).Clear();
            NativeMemory.Free((void*)text);
        }
    }

    private DatabaseAnswer? Go(int occurred)
    {
        while (true)
        {
            var waits = _isUnderWay ? Continue(occurred) : Begin();
            _isUnderWay = waits != 0;
            if (_isUnderWay)
            {
                Wait(waits);
                return null;
            }

            if (Finish() is { } answer)
            {
                _step = Step.Done;
                return answer;
            }
        }
    }

    private void Wait(int waits)
    {
        // The library first waits to be connected, then to be greeted.
        if (_step == Step.Connect && (waits & MariaDbLibrary.WaitRead) != 0)
        {
            Stage = DatabaseStage.LoggingIn;
        }

        Events = (short)(((waits & MariaDbLibrary.WaitRead) != 0 ? Libc.PollIn : 0) | ((waits & MariaDbLibrary.WaitWrite) != 0 ? Libc.PollOut : 0));
    }

    private int Begin()
    {
        nint pointer = 0;
        int number = 0, waits;
        switch (_step)
        {
            case Step.Connect:
                waits = _library.ConnectStart(
                    &pointer, _connection, Native(_question.Server.Address.ToString()), Native(_question.User),
                    _question.Password is null ? null : Native(_question.Password), _question.Database is null ? null : Native(_question.Database),
                    (uint)_question.Server.Port, null, 0);
                break;
            case Step.Query:
                waits = _library.QueryStart(&number, _connection, Native(_question.Query), (nuint)Encoding.UTF8.GetByteCount(_question.Query));
                break;
            case Step.Fetch:
                waits = _library.FetchStart(&pointer, _result);
                break;
            default:
                waits = _library.FreeStart(_result);
                break;
        }

        _returned = pointer | number;
        return waits;
    }

    private int Continue(int occurred)
    {
        nint pointer = 0;
        int number = 0, waits;
        switch (_step)
        {
            case Step.Connect:
                waits = _library.ConnectContinue(&pointer, _connection, occurred);
                break;
            case Step.Query:
                waits = _library.QueryContinue(&number, _connection, occurred);
                break;
            case Step.Fetch:
                waits = _library.FetchContinue(&pointer, _result, occurred);
                break;
            default:
                waits = _library.FreeContinue(_result, occurred);
                break;
        }

        _returned = pointer | number;
        return waits;
    }

    /// <summary>A step is over: the answer if it was the last, else the next step is chosen.</summary>
    private DatabaseAnswer? Finish()
    {
        switch (_step)
        {
            case Step.Connect when _returned == 0:
            case Step.Query when _returned != 0:
                return Failure();
            case Step.Connect:
                Stage = DatabaseStage.Querying;
                _step = Step.Query;
                return null;
            case Step.Query:
                _result = _library.UseResult(_connection);
                _step = Step.Fetch;
                return _result != 0 ? null
                    : _library.ErrorNumber(_connection) != 0 ? Failure()
                    : new DatabaseAnswer(DatabaseOutcome.NoResult, Stage);
            case Step.Fetch:
                _hasRow = _returned != 0;
                _failure = _library.ErrorNumber(_connection) != 0 ? Failure() : null;
                _step = Step.Free;
                return null;
            default:
                _result = 0;
                return _failure ?? new DatabaseAnswer(_hasRow ? DatabaseOutcome.Row : DatabaseOutcome.NoRow, Stage);
        }
    }

    private DatabaseAnswer Failure()
    {
        var text = Marshal.PtrToStringUTF8((nint)_library.ErrorText(_connection)) ?? "";
        var clean = string.Create(Math.Min(text.Length, LongestText), text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
        return new DatabaseAnswer(DatabaseOutcome.Error, Stage, (int)_library.ErrorNumber(_connection), clean.Trim());
    }

    private void SetNumber(int option, uint value) => _library.SetOption(_connection, option, &value);

    private void SetFlag(int option, byte value) => _library.SetOption(_connection, option, &value);

    /// <summary>The library keeps pointers to what it is given until a call is done.</summary>
    private byte* Native(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text) + 1;
        var native = (byte*)NativeMemory.AllocZeroed((nuint)length);
        _texts.Add(((nint)native, length));
        Encoding.UTF8.GetBytes(text, new Span<byte>(native, length));
        return native;
    }
}
