namespace Tenbin.Lab.Cloud.Fabric.Tracking;

/// <summary>What the fabric remembers from one packet to the next.</summary>
public sealed class FabricState
{
    public FlowTable Flows { get; } = new();

    public FragmentTable Fragments { get; } = new();

    public MetadataLanes Lanes { get; } = new();
}
