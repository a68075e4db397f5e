using System.Runtime.InteropServices;

namespace Tenbin.Linux.MariaDb;

/// <summary>
/// The calls of libmariadb (MariaDB Connector/C, mysql.h) that a check needs, found when first wanted: a machine without
/// the library runs everything else. Those that end in <c>Start</c> and <c>Continue</c> are of its non-blocking interface:
/// they return the events to wait for, 0 when the call is done.
/// </summary>
internal sealed unsafe class MariaDbLibrary
{
    public const string Name = "libmariadb.so.3";

    // enum mysql_option.
    public const int LocalInfile = 8, TransportProtocol = 9, VerifyCertificate = 21, UseTls = 38, NonBlocking = 6000, AllowedLogins = 7026;

    // enum mysql_protocol_type.
    public const int Tcp = 1;

    // MYSQL_WAIT_.
    public const int WaitRead = 1, WaitWrite = 2, WaitExcept = 4, WaitTimeout = 8;

    private static readonly Lock s_gate = new();
    private static MariaDbLibrary? s_loaded;

    public readonly delegate* unmanaged<nint, nint> Init;
    public readonly delegate* unmanaged<nint, int, void*, int> SetOption;
    public readonly delegate* unmanaged<nint*, nint, byte*, byte*, byte*, byte*, uint, byte*, nuint, int> ConnectStart;
    public readonly delegate* unmanaged<nint*, nint, int, int> ConnectContinue;
    public readonly delegate* unmanaged<int*, nint, byte*, nuint, int> QueryStart;
    public readonly delegate* unmanaged<int*, nint, int, int> QueryContinue;
    public readonly delegate* unmanaged<nint, nint> UseResult;
    public readonly delegate* unmanaged<nint*, nint, int> FetchStart;
    public readonly delegate* unmanaged<nint*, nint, int, int> FetchContinue;
    public readonly delegate* unmanaged<nint, int> FreeStart;
    public readonly delegate* unmanaged<nint, int, int> FreeContinue;
    public readonly delegate* unmanaged<nint, int> GetSocket;
    public readonly delegate* unmanaged<nint, uint> ErrorNumber;
    public readonly delegate* unmanaged<nint, byte*> ErrorText;
    public readonly delegate* unmanaged<nint, void> Close;

    private MariaDbLibrary(nint library)
    {
        nint Find(string name) => NativeLibrary.GetExport(library, name);
        Init = (delegate* unmanaged<nint, nint>)Find("mysql_init");
        SetOption = (delegate* unmanaged<nint, int, void*, int>)Find("mysql_options");
        ConnectStart = (delegate* unmanaged<nint*, nint, byte*, byte*, byte*, byte*, uint, byte*, nuint, int>)Find("mysql_real_connect_start");
        ConnectContinue = (delegate* unmanaged<nint*, nint, int, int>)Find("mysql_real_connect_cont");
        QueryStart = (delegate* unmanaged<int*, nint, byte*, nuint, int>)Find("mysql_real_query_start");
        QueryContinue = (delegate* unmanaged<int*, nint, int, int>)Find("mysql_real_query_cont");
        UseResult = (delegate* unmanaged<nint, nint>)Find("mysql_use_result");
        FetchStart = (delegate* unmanaged<nint*, nint, int>)Find("mysql_fetch_row_start");
        FetchContinue = (delegate* unmanaged<nint*, nint, int, int>)Find("mysql_fetch_row_cont");
        FreeStart = (delegate* unmanaged<nint, int>)Find("mysql_free_result_start");
        FreeContinue = (delegate* unmanaged<nint, int, int>)Find("mysql_free_result_cont");
        GetSocket = (delegate* unmanaged<nint, int>)Find("mysql_get_socket");
        ErrorNumber = (delegate* unmanaged<nint, uint>)Find("mysql_errno");
        ErrorText = (delegate* unmanaged<nint, byte*>)Find("mysql_error");
        Close = (delegate* unmanaged<nint, void>)Find("mysql_close");
    }

    /// <summary>The library; null when this machine has none, or one without the non-blocking interface. Asked again each time: it may be installed meanwhile.</summary>
    /// <param name="name">File name; the usual one unless a test asks for another.</param>
    public static MariaDbLibrary? TryLoad(string name = Name)
    {
        lock (s_gate)
        {
            if (name == Name && s_loaded is not null)
            {
                return s_loaded;
            }

            if (!NativeLibrary.TryLoad(name, out var handle))
            {
                return null;
            }

            // A file of that name which lacks a call is as good as none.
            if (!NativeLibrary.TryGetExport(handle, "mysql_free_result_cont", out _))
            {
                NativeLibrary.Free(handle);
                return null;
            }

            var loaded = new MariaDbLibrary(handle);
            s_loaded = name == Name ? loaded : s_loaded;
            return loaded;
        }
    }
}
