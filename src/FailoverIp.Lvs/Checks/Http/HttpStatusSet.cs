namespace FailoverIp.Lvs.Http;

/// <summary>The status codes that are accepted.</summary>
internal sealed class HttpStatusSet
{
    private readonly bool[] _accepted = new bool[1000];
    private readonly string _text;

    public HttpStatusSet(IReadOnlyCollection<HttpStatusRange> ranges)
    {
        if (ranges.Count == 0)
            ranges = [HttpStatusRange.Success];
        foreach (var range in ranges)
        {
            if (range.First < 100 || range.Last > 999 || range.Last < range.First)
                throw BadOption.Of($"{range} is not a status code or range of them");
            _accepted.AsSpan(range.First..(range.Last + 1)).Fill(true);
        }
        _text = string.Join(' ', ranges);
    }

    public bool Accepts(int code) => (uint)code < (uint)_accepted.Length && _accepted[code];

    public override string ToString() => _text;
}
