namespace Tenbin.Lab.Processes;

/// <summary>Signals that the lab sends; the values are Linux's numbers.</summary>
public enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
