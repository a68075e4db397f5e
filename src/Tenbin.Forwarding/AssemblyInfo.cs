using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Tenbin.Forwarding.Tests")]
[assembly: InternalsVisibleTo("Tenbin.Forwarding.PacketTests")]
[assembly: InternalsVisibleTo("Tenbin.Bench")]
