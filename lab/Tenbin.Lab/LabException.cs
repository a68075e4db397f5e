namespace Tenbin.Lab;

/// <summary>The lab itself failed: a command of its own, a program that is missing, a wait that ran out.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
