namespace Tenbin.Director.Findings;

/// <summary>Content of <c>health.json</c>.</summary>
/// <param name="Servers">One entry for each server that is up or down.</param>
internal sealed record FindingsDocument(FindingsEntry[] Servers);

/// <summary>One server's finding.</summary>
/// <param name="Service">Service name.</param>
/// <param name="Server">Address and port.</param>
/// <param name="Check">Fingerprint of the check that found it.</param>
/// <param name="Up">Up or down.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
internal sealed record FindingsEntry(string Service, string Server, string Check, bool Up, string Reason, DateTimeOffset Since);
