using System.Security.Cryptography;
using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Dns;

/// <summary>One query; datagrams that do not answer it (late, forged, garbage) are passed over.</summary>
internal sealed class DnsDialogue(DnsCheckOptions options) : Dialogue
{
    private readonly byte[] _query = DnsMessage.Query(options.Name, options.Type);
    private int _others;

    public override Turn Begin()
    {
        Span<byte> id = stackalloc byte[2];
        RandomNumberGenerator.Fill(id); // one that cannot be guessed cannot be forged
        id.CopyTo(_query);
        _others = 0;
        Output = _query;
        return Turn.Send;
    }

    public override Turn Received(ReadOnlySpan<byte> data)
    {
        if (!DnsMessage.Answers(data, _query))
        {
            _others++;
            return Turn.Receive;
        }
        var code = DnsMessage.ResponseCode(data);
        return code == 0 ? Pass() : Fail($"{options.Name} {options.Type}: {Word(code)}");
    }

    public override Turn TimedOut(TimeSpan silence) =>
        Fail($"{options.Name} {options.Type}: no answer within {Seconds(silence)}{(_others > 0 ? $", but {_others} datagrams that do not answer the question" : "")}");

    private static string Word(int code) => code switch
    {
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        _ => $"response code {code}",
    };
}
