namespace FailoverIp.Vrrp.Tests.Protocol;

public class AllocationTests
{
    [Fact]
    public void Reading_and_writing_allocates_nothing()
    {
        var messages = new[] { GoldenFrames.V2Password, GoldenFrames.V3, GoldenFrames.V3IPv6, GoldenFrames.V2Vrid51[..20] }.Select(GoldenFrames.Bytes).ToArray();
        var password = new VrrpPassword("s3cret12");
        var buffer = new byte[128];
        Run(messages, password, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        for (var i = 0; i < 1000; i++)
            read += Run(messages, password, buffer);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        read.ShouldBe(5000); // three valid messages of one, two and two addresses
    }

    private static int Run(byte[][] messages, VrrpPassword password, byte[] buffer)
    {
        var addresses = 0;
        foreach (var message in messages)
        {
            var context = message.Length > 24
                ? VrrpPacketContext.ForIPv6(new(0xfe80_0000_0000_0000, 0xc8), new(0xff02_0000_0000_0000, 0x12), 255)
                : VrrpPacketContext.ForIPv4(0xC0000201, 0xE0000012, 255);
            if (!VrrpAdvertisement.TryRead(message, in context, out var advert, out _))
                continue;
            foreach (var address in advert.Addresses)
                addresses += address.IsEmpty ? 0 : 1;
            var length = advert.Version == 2
                ? VrrpAdvertisementWriter.WriteV2(buffer.AsSpan(20), advert.VirtualRouterId, advert.Priority, 1, advert.Addresses.Bytes, password)
                : VrrpAdvertisementWriter.WriteV3(buffer.AsSpan(20), advert.VirtualRouterId, advert.Priority, 100, advert.Addresses.Bytes, in context);
            VrrpAdvertisementWriter.SetPriority(buffer.AsSpan(20, length), 0);
            IPv4Header.Write(buffer, 0xC0000201, 0xE0000012, 1, length);
            IPv4Header.SetIdentification(buffer, 2);
            if (!IPv4Packet.TryRead(buffer, out var packet, out _) || packet.Payload.Length != length)
                return -1;
        }
        return addresses;
    }
}
