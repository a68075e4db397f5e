namespace Tenbin.Linux.Bpf;

/// <summary>What a program test run gave.</summary>
/// <param name="ReturnValue">The program's verdict, e.g. XDP_TX or TC_ACT_OK; -1 comes as 0xffffffff.</param>
/// <param name="OutputLength">Bytes of the resulting packet.</param>
/// <param name="ContextLength">Bytes of the resulting context.</param>
/// <param name="Duration">Mean nanoseconds of one run.</param>
public readonly record struct BpfTestRun(uint ReturnValue, int OutputLength, int ContextLength, uint Duration);
