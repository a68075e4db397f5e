using Tenbin.Lab.Cloud.Books;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>One request that may be carried out.</summary>
/// <param name="Query">Its parameters.</param>
/// <param name="Control">What it reads and changes.</param>
public sealed record Ec2Call(Query Query, ControlPlane Control)
{
    /// <summary>The book, as late as reads show it.</summary>
    public Book Book { get; } = Control.Visible;
}
