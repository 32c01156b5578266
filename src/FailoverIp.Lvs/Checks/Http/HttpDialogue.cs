using System.Security.Cryptography;
using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Http;

/// <summary>
/// One request, one answer: status, then digest, then regular expression (keepalived 2.2.7). The body goes through the digest as it comes; but for the
/// beginning that a regular expression looks at, nothing of it is kept.
/// </summary>
/// <remarks>
/// The body ends where Content-Length says, or where the connection does. An answer that ends before Content-Length is judged as it is, as keepalived does;
/// one that is complete is not waited upon further, where keepalived would until its timeout.
/// </remarks>
internal sealed class HttpDialogue(HttpQuestion[] questions, HttpUrlSequence sequence, long maxBody, IHttpWitness? witness = null) : Dialogue, IDisposable
{
    private readonly HttpHeader _header = new();
    private readonly byte[] _digest = new byte[MD5.HashSizeInBytes];
    private readonly BodyWindow _window = new();
#pragma warning disable CA5351 // The digest is keepalived's: it finds a wrong page, it keeps no secret.
    private readonly IncrementalHash? _hash = questions.Any(q => q.WantsDigest) ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
#pragma warning restore CA5351
    private bool _hashed;

    /// <summary>The status of the answer; 0: none yet.</summary>
    public int Status => _header.Status;

    /// <summary>How many bytes of the body have come, at most as many as Content-Length says.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The digest of the body, after the end, where it was wanted.</summary>
    public ReadOnlySpan<byte> BodyDigest => _digest;

    /// <summary>How much of the body is kept at the moment.</summary>
    public int Kept => _window.Text.Length;

    private HttpQuestion Question => questions[sequence.Current];

    private bool IsWhole => BodyLength >= _header.ContentLength;

    public override Turn Begin()
    {
        Forget();
        Output = Question.Request;
        return Turn.Send;
    }

    public override Turn Received(ReadOnlySpan<byte> data)
    {
        if (!_header.IsComplete)
        {
            data = _header.Read(data, out var header);
            if (_header.IsTooLong)
                return Fail($"the header of the answer is longer than {HttpHeader.MaxLength} bytes");
            if (!_header.IsComplete)
                return Turn.Receive;
            if (_header.Status == 0)
                return Fail($"this is not an HTTP answer: '{HttpHeader.Text(header)}'");
            witness?.OnHeader(header);
            if (!Question.Statuses.Accepts(_header.Status))
                return Conclude(CheckResult.Fail($"status {_header.Status}, expected {Question.Statuses}"), Turn.Drain);
        }
        return Body(data);
    }

    public override Turn Ended() =>
        _header.IsComplete ? Judge(Turn.Done)
        : _header.IsEmpty ? Fail("the connection was closed without an answer")
        : Fail($"the connection was closed before the end of the header: '{_header.Excerpt()}'");

    public void Dispose()
    {
        _hash?.Dispose();
        _window.Clear();
    }

    // Which URL, and what a verdict means for the server.
    protected override Turn Conclude(CheckResult result, Turn turn)
    {
        _window.Clear(); // every verdict comes by here, and until the next probe nobody needs it
        var name = Question.Name;
        if (!result.Passed)
        {
            sequence.Failed();
            return base.Conclude(CheckResult.Fail($"{name}: {result.Failure}"), turn);
        }
        if (sequence.Passed())
            return Turn.Again;
        return base.Conclude(sequence.ToPass == 0 ? result : CheckResult.Fail($"{name} passes; {sequence.ToPass} more of {questions.Length} URLs have to"), turn);
    }

    private Turn Body(ReadOnlySpan<byte> data)
    {
        if (_header.ContentLength - BodyLength < data.Length)
            data = data[..(int)(_header.ContentLength - BodyLength)!.Value];
        BodyLength += data.Length;
        if (BodyLength > maxBody)
            return Fail($"the body is longer than {maxBody} bytes");
        if (Question.WantsDigest)
        {
            _hash!.AppendData(data);
            _hashed = true;
        }
        if (Question.Pattern is not null)
            _window.Add(data);
        return IsWhole ? Judge(Turn.Drain) : Turn.Receive;
    }

    private Turn Judge(Turn turn)
    {
        if (Question.WantsDigest)
        {
            _hash!.GetHashAndReset(_digest);
            _hashed = false;
            if (Question.Digest is { } expected && !_digest.AsSpan().SequenceEqual(expected))
                return Conclude(CheckResult.Fail($"digest {Convert.ToHexStringLower(_digest)}, expected {Convert.ToHexStringLower(expected)}"), turn);
        }
        if (Question.Pattern?.Problem(_window.Text) is { } problem)
            return Conclude(CheckResult.Fail(problem), turn);
        return Pass(turn);
    }

    private void Forget()
    {
        _header.Reset();
        _window.Clear();
        BodyLength = 0;
        if (_hashed)
            _hash!.GetHashAndReset(_digest);
        _hashed = false;
    }
}
