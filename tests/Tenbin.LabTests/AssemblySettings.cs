using Xunit.Sdk;
using Xunit.v3;

// Labs share two processor cores: one at a time keeps every wait far from its deadline.
[assembly: Parallelization(Mode = ParallelMode.None)]
