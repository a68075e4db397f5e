namespace Tenbin.Lab.Cloud.Books;

/// <summary>An instance.</summary>
/// <param name="Id"><c>i-…</c></param>
/// <param name="Name">Its tag <c>Name</c>.</param>
/// <param name="Type">A name in <see cref="InstanceType"/>.</param>
/// <param name="Role">Role of its profile; null when it has none.</param>
/// <param name="Running">Or stopped: then nothing reaches it.</param>
public sealed record Instance(string Id, string Name, string Type, string? Role, bool Running = true);
