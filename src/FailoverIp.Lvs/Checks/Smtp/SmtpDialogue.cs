using System.Text;
using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Smtp;

/// <summary>Greeting 220, HELO 250, QUIT and any reply (keepalived 2.2.7).</summary>
internal sealed class SmtpDialogue : Dialogue
{
    private static readonly ReadOnlyMemory<byte> Quit = "QUIT\r\n"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _helo;
    private readonly SmtpReply _reply = new();
    private Step _step;

    /// <exception cref="ArgumentException">The name is none.</exception>
    public SmtpDialogue(SmtpCheckOptions options)
    {
        if (options.HeloName.Length is 0 or > 255 || options.HeloName.Any(c => c is <= ' ' or > '~'))
            throw BadOption.Of($"{nameof(options.HeloName)}: it is 1 to 255 printable ASCII characters without spaces");
        _helo = Encoding.ASCII.GetBytes($"HELO {options.HeloName}\r\n");
    }

    private enum Step
    {
        Greeting,
        Helo,
        Quit,
    }

    private string Awaited => _step switch { Step.Greeting => "the greeting", Step.Helo => "the reply to HELO", _ => "the reply to QUIT" };

    public override Turn Begin()
    {
        _step = Step.Greeting;
        _reply.Reset();
        return Turn.Receive;
    }

    public override Turn Received(ReadOnlySpan<byte> data)
    {
        var complete = _reply.Read(data);
        if (_reply.IsTooLong)
            return Fail($"{Awaited} is longer than {SmtpReply.MaxLength} bytes");
        return complete ? Next() : Turn.Receive;
    }

    public override Turn Ended() => Fail($"the connection was closed before {Awaited}");

    public override Turn TimedOut(TimeSpan silence) => Fail($"{Awaited} did not come within {Seconds(silence)}");

    private Turn Next()
    {
        var wanted = _step switch { Step.Greeting => 220, Step.Helo => 250, _ => 0 };
        if (wanted != 0 && _reply.Code != wanted)
            return Fail($"{Awaited} is '{_reply.Excerpt}', expected {wanted}");
        if (_step == Step.Quit)
            return Pass(Turn.Drain);
        Output = _step == Step.Greeting ? _helo : Quit;
        _step++;
        _reply.Reset();
        return Turn.Send;
    }
}
