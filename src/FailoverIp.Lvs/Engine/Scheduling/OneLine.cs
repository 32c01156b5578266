namespace FailoverIp.Lvs;

/// <summary>Makes one line of what others say.</summary>
internal static class OneLine
{
    private const int Longest = 200;

    public static string Of(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
