namespace Tenbin.Lab;

/// <summary>What joins a machine to another fabric than the lab's own switch.</summary>
public interface ICable
{
    /// <summary>Cuts the machine off, all at once.</summary>
    Task Pull();

    /// <summary>Joins it again by a new interface, which holds what the machine boots with.</summary>
    Task PutBack();
}
