using Tenbin.Forwarding.PacketTests.Kernel;
using Xunit.Sdk;
using Xunit.v3;

// The tests share one set of kernel tables.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(KernelFixture))]
