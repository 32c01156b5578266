using System.Globalization;
using System.Text;

namespace FailoverIp.Lvs.Files;

/// <summary>The number a tracked file begins with, and what it means.</summary>
internal static class FileNumber
{
    /// <summary>So much of a file is read: a number does not take more.</summary>
    public const int MaxLength = 256;

    /// <summary>What the content of a file says about the server.</summary>
    public static CheckResult Judge(ReadOnlySpan<byte> content, FileCheckOptions options)
    {
        var text = Encoding.ASCII.GetString(content).Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var word, ..] ? word : "0";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number == int.MinValue)
            return CheckResult.Fail($"{options.Path}: '{Http.HttpHeader.Text(content)}' does not begin with a whole number");
        if (options.Weight == 0)
            return number != 0 == options.Reverse ? CheckResult.Pass : CheckResult.Fail($"{options.Path}: {number}");
        var change = Math.Clamp((long)number * options.Weight, -int.MaxValue, int.MaxValue);
        return new(true, null, WeightChange: (int)(options.Reverse ? -change : change));
    }
}
