namespace Tenbin.Linux.Bpf;

/// <summary>When an update may happen (<c>BPF_ANY</c>, <c>BPF_NOEXIST</c>, <c>BPF_EXIST</c>).</summary>
public enum BpfUpdate : ulong
{
    /// <summary>Insert or replace.</summary>
    Any = 0,

    /// <summary>Insert only.</summary>
    NoExist = 1,

    /// <summary>Replace only.</summary>
    Exist = 2,
}
