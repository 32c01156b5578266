using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Tests.Kernel.Netlink.Datagrams;

namespace FailoverIp.Vrrp.Tests.Kernel.Netlink;

public class GenericNetlinkFamilyTests
{
    private static byte[] Answer(ushort id) =>
        Message(16, 0, 1, [1, 2, 0, 0, .. Attribute(2, Text("IPVS")), .. Attribute(1, (byte)id, (byte)(id >> 8)), .. Attribute(3, Number(1))]);

    [Fact]
    public void A_family_is_asked_for_by_name()
    {
        var transport = new ScriptedTransport(_ => [Answer(0x1234), Ack(1)]);
        var family = new GenericNetlinkFamily(new(transport, NetlinkByteOrder.LittleEndian), "IPVS", 1);

        family.Resolve().Number.ShouldBe(0);

        family.Id.ShouldBe((ushort)0x1234);
        // CTRL_CMD_GETFAMILY to GENL_ID_CTRL, with CTRL_ATTR_FAMILY_NAME.
        Convert.ToHexStringLower(transport.Sent.ShouldHaveSingleItem()).ShouldBe("20000000" + "1000" + "0500" + "01000000" + "00000000" + "03010000" + "09000200" + "4950565300" + "000000");
    }

    [Fact]
    public void A_family_that_is_not_there_has_no_number()
    {
        var family = new GenericNetlinkFamily(new(new ScriptedTransport(_ => [Ack(1, Errno.ENOENT)]), NetlinkByteOrder.LittleEndian), "IPVS", 1);

        family.Resolve().Number.ShouldBe(Errno.ENOENT);

        family.Id.ShouldBe((ushort)0);
    }

    [Fact]
    public void An_answer_without_a_number_is_no_family()
    {
        var family = new GenericNetlinkFamily(new(new ScriptedTransport(_ => [Message(16, 0, 1, 1, 2), Ack(1)]), NetlinkByteOrder.LittleEndian), "IPVS", 1);

        family.Resolve().Number.ShouldBe(Errno.ENOENT);
    }

    [Fact]
    public void The_kernels_own_controller_is_a_family_that_each_kernel_has()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var conversation = new NetlinkConversation(new NetlinkSocket(NetlinkConstants.NETLINK_GENERIC));
        var family = new GenericNetlinkFamily(conversation, "nlctrl", 1);

        family.Resolve().Number.ShouldBe(0);

        family.Id.ShouldBe((ushort)16);
    }
}
