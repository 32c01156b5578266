using System.Buffers.Binary;
using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

/// <summary>Messages of every version and family, with the key and the sequence to sign them.</summary>
internal sealed record HmacSample(VrrpVersion Version, bool IsIPv6, byte VirtualRouterId, byte Priority, byte[] Addresses, byte[] Source, byte[] KeyBytes, int KeyId, ulong Sequence)
{
    public VrrpHmacKey Key => new(KeyId, KeyBytes);

    public VrrpPacketContext Context => VrrpPacketContext.For(new(Source), IPAddress.Parse(IsIPv6 ? "ff02::12" : "224.0.0.18"));

    public byte[] Sign()
    {
        var context = Context;
        var buffer = new byte[5000];
        var length = Version == VrrpVersion.V2
            ? VrrpAdvertisementWriter.WriteV2(buffer, VirtualRouterId, Priority, 3, Addresses)
            : VrrpAdvertisementWriter.WriteV3(buffer, VirtualRouterId, Priority, 300, Addresses, in context);
        var payload = buffer[..(length + VrrpHmacTrailer.Length)];
        VrrpHmacTrailer.Write(payload, in context, Key, Sequence);
        return payload;
    }

    public VrrpAuthenticationResult Verify(byte[] payload)
    {
        var options = new VrrpHmacOptions { Keys = new(KeyId, Key), AntiReplay = VrrpAntiReplay.Monotonic };
        return new VrrpHmacVerifier(options, TimeSpan.FromSeconds(1)).Verify(payload, Context, DateTimeOffset.UnixEpoch);
    }
}

internal static class HmacSamples
{
    private static readonly Gen<byte> Byte = Gen.Choose(0, 255).Select(i => (byte)i);

    public static Arbitrary<HmacSample> Arbitrary { get; } = Arb.From(
        from version in Gen.Elements(VrrpVersion.V2, VrrpVersion.V3)
        from v6 in Gen.Elements(true, false)
        let isIPv6 = v6 && version == VrrpVersion.V3
        from id in Gen.Choose(1, 255)
        from priority in Byte
        from count in Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 255), Gen.Constant(255))
        from addresses in Gen.ArrayOf(Byte, count * (isIPv6 ? 16 : 4))
        from source in Gen.ArrayOf(Byte, isIPv6 ? 16 : 4)
        from key in Gen.Choose(32, 64).SelectMany(length => Gen.ArrayOf(Byte, length))
        from keyId in Gen.Choose(1, 255)
        from sequence in Gen.ArrayOf(Byte, 8)
        select new HmacSample(version, isIPv6, (byte)id, priority, addresses, source, key, keyId, BinaryPrimitives.ReadUInt64BigEndian(sequence)));
}
