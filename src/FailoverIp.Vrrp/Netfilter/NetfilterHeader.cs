using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Netfilter;

/// <summary>struct nfgenmsg: the fixed part of every message of nfnetlink.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NetfilterHeader(byte family, ushort resource = 0)
{
    public const int Length = 4;

    public readonly byte Family = family;
    public readonly byte Version;
    public readonly ushort Resource = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(resource) : resource;
}
