using System.Text;
using Tenbin.Forwarding.Ebpf.Layout;

namespace Tenbin.Forwarding.Ebpf.Reading;

/// <summary><c>NoServer</c> → <c>no-server</c>.</summary>
internal static class EventName
{
    public static string Of(PacketEvent packetEvent)
    {
        var name = new StringBuilder();
        foreach (var letter in packetEvent.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
