using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Tests.Checks.Support;

/// <summary>Holds a dialogue with what a server would send, without any socket.</summary>
internal static class Talk
{
    /// <summary>Gives a dialogue an answer in the given pieces, then the end of the connection; the verdict, or null where it waits for more.</summary>
    public static CheckResult? Stream(Dialogue dialogue, IEnumerable<byte[]> pieces, bool close = true)
    {
        var turn = dialogue.Begin();
        foreach (var piece in pieces)
        {
            if (turn is Turn.Drain or Turn.Done)
                break;
            turn = dialogue.Received(piece);
        }
        if (close && turn is Turn.Receive or Turn.Send)
            turn = dialogue.Ended();
        return turn is Turn.Drain or Turn.Done ? dialogue.Result : null;
    }

    /// <summary>Cuts bytes at the given places (taken modulo their length).</summary>
    public static List<byte[]> Cut(byte[] bytes, IEnumerable<int> places)
    {
        var pieces = new List<byte[]>();
        var from = 0;
        foreach (var to in places.Select(p => (int)((uint)p % (uint)(bytes.Length + 1))).Order().Append(bytes.Length))
        {
            if (to > from)
                pieces.Add(bytes[from..to]);
            from = Math.Max(from, to);
        }
        return pieces;
    }
}
