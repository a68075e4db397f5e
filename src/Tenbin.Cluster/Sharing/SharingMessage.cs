using System.Collections.Immutable;
using Tenbin.Model.Configuration;

namespace Tenbin.Cluster.Sharing;

/// <summary>What a payload says.</summary>
internal abstract record SharingMessage;

/// <summary>What a node tells of itself every second.</summary>
/// <param name="File">Fingerprint of its whole file.</param>
/// <param name="Knows">Fingerprint of the file of which it knows all sections of the node that it speaks to; 0 = none.</param>
/// <param name="Buckets"><see cref="SharedSettings.Digest"/>.</param>
internal sealed record SettingsDigest(ulong File, ulong Knows, ImmutableArray<ulong> Buckets) : SharingMessage;

/// <summary>Settings that the sender has.</summary>
internal sealed record SettingsTold(ImmutableArray<SharedSetting> Settings) : SharingMessage;

/// <summary>A part of what the sections of the sender's file mean.</summary>
/// <param name="File">Fingerprint of the whole file.</param>
/// <param name="Part">Number of the part, from 0.</param>
/// <param name="Parts">How many there are.</param>
/// <param name="Sections">The sections.</param>
internal sealed record FilePart(ulong File, int Part, int Parts, ImmutableArray<SectionFingerprint> Sections) : SharingMessage;
