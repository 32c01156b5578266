using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Tcp;

/// <summary>A connection is answer enough.</summary>
internal sealed class TcpDialogue : Dialogue
{
    public override Turn Begin() => Pass();

    public override Turn Received(ReadOnlySpan<byte> data) => Pass();
}
