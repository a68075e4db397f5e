namespace Tenbin.Director.Doctor;

/// <summary>A source cannot look, or a mend cannot be done. The message says why and what to do.</summary>
public sealed class DoctorException : Exception
{
    /// <summary>With the words for the operator.</summary>
    public DoctorException(string message) : base(message)
    {
    }

    /// <summary>With the words for the operator and the cause.</summary>
    public DoctorException(string message, Exception cause) : base(message, cause)
    {
    }
}
