namespace Tenbin.Addresses.RealServers;

/// <summary>Where a <see cref="RealServerKeeper"/> keeps what it keeps.</summary>
/// <param name="StateDirectory">For its record of what was there before.</param>
/// <param name="Root">Directory that stands for <c>/</c> when files below <c>/etc</c> are written; empty for the machine's own.</param>
/// <param name="StartCommand">What runs at boot: the same setup once more.</param>
public sealed record RealServerOptions(string StateDirectory, string Root, string StartCommand);
