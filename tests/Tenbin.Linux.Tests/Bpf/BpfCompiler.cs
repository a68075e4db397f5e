using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tenbin.Linux.Tests.Bpf;

/// <summary>Compiles a small BPF program, once per source, with the machine's clang.</summary>
internal static class BpfCompiler
{
    public static byte[] Compile(string source)
    {
        var directory = Directory.CreateTempSubdirectory("tenbin-bpf-");
        try
        {
            var c = Path.Combine(directory.FullName, "program.c");
            var o = Path.Combine(directory.FullName, "program.o");
            File.WriteAllText(c, source);
            var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
            using var clang = Process.Start(new ProcessStartInfo("clang", ["-O2", "-g", "-target", "bpf", $"-I/usr/include/{architecture}-linux-gnu", "-c", c, "-o", o])
            {
                RedirectStandardError = true,
            })!;
            var errors = clang.StandardError.ReadToEnd();
            clang.WaitForExit();
            return clang.ExitCode == 0 ? File.ReadAllBytes(o) : throw new InvalidOperationException(errors);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
