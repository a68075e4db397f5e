using Tenbin.Linux.Bpf;

[assembly: AssemblyFixture(typeof(Tenbin.Linux.Tests.Bpf.BpfFixture))]

namespace Tenbin.Linux.Tests.Bpf;

/// <summary>A compiled program with one of each kind of map, and a bpffs of its own.</summary>
public sealed class BpfFixture : IDisposable
{
    private const string Source = """
        #include <linux/bpf.h>
        #include <linux/pkt_cls.h>
        #include <bpf/bpf_helpers.h>
        const volatile __u32 verdict = 0;
        const volatile __u64 unused = 7;
        struct { __uint(type, BPF_MAP_TYPE_HASH); __type(key, __u32); __type(value, __u64); __uint(max_entries, 10000); } table SEC(".maps");
        struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __type(key, __u32); __type(value, __u32); __uint(max_entries, 4); } counters SEC(".maps");
        struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __type(key, __u32); __uint(max_entries, 8);
                 __array(values, struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(map_flags, BPF_F_INNER_MAP); __type(key, __u32); __type(value, __u32); __uint(max_entries, 1); });
        } rings SEC(".maps");
        SEC("tc") int on_tc(struct __sk_buff *skb)
        {
            __u32 zero = 0;
            __u32 *count = bpf_map_lookup_elem(&counters, &zero);
            if (count) ++*count;
            __u32 mark = skb->mark;
            __u64 *value = bpf_map_lookup_elem(&table, &mark);
            skb->mark = mark + 1;
            return value ? (int)*value : (int)verdict;
        }
        SEC("xdp") int on_xdp(struct xdp_md *ctx) { return XDP_PASS; }
        SEC("xdp") int on_xdp_too(struct xdp_md *ctx) { return XDP_PASS + (int)bpf_ktime_get_ns() * 0; }
        SEC("?tc") int refused(struct __sk_buff *skb)
        {
            __u32 zero = 0;
            __u64 *value = bpf_map_lookup_elem(&table, &zero);
            return *value;
        }
        char _license[] SEC("license") = "Dual BSD/GPL";
        """;

    private readonly Lazy<byte[]> _elf = new(() => BpfCompiler.Compile(Source));
    private readonly Lazy<string> _bpfFs = new(MountBpfFs);

    public ReadOnlySpan<byte> Elf => _elf.Value;

    /// <summary>A path in the private bpffs where nothing is pinned yet.</summary>
    public string FreshPath() => Path.Combine(_bpfFs.Value, Guid.NewGuid().ToString("N"));

    public BpfObject Load(params string[] programs)
    {
        var obj = BpfObject.Open(Elf, "sample");
        obj.LoadOnly(programs);
        obj.Load();
        return obj;
    }

    public void Dispose()
    {
        if (_bpfFs.IsValueCreated)
        {
            BpfFs.Unmount(_bpfFs.Value);
            Directory.Delete(_bpfFs.Value);
        }
    }

    private static string MountBpfFs()
    {
        var path = Directory.CreateTempSubdirectory("tenbin-bpffs-").FullName;
        BpfFs.Mount(path);
        return path;
    }
}
