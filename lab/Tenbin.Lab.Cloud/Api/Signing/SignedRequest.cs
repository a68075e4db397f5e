namespace Tenbin.Lab.Cloud.Api.Signing;

/// <summary>The parts of an HTTP request that its signature covers.</summary>
/// <param name="Method"><c>POST</c> or <c>GET</c>.</param>
/// <param name="Path">As sent.</param>
/// <param name="Query">As sent, without the question mark.</param>
/// <param name="Headers">By lower-case name; several values of one name joined by commas.</param>
/// <param name="Body">As sent.</param>
public sealed record SignedRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
