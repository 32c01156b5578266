using System.Text;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>The names of schedulers and persistence engines.</summary>
internal static class IpvsNames
{
    private static readonly string[] Known = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq", "twos", "sip", "none"];

    /// <summary>A name up to its terminating zero.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> value) => value.IndexOf((byte)0) is >= 0 and var end ? value[..end] : value;

    /// <summary>A name as text; the usual ones are not made anew.</summary>
    public static string Text(ReadOnlySpan<byte> name)
    {
        foreach (var known in Known)
        {
            if (Ascii.Equals(name, known))
                return known;
        }
        return Encoding.UTF8.GetString(name);
    }
}
