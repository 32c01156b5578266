using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Numbers behind keywords. What is wrong with one is told; one with something behind it counts all the same where keepalived lets it.</summary>
internal static class ConfNumbers
{
    /// <summary>A whole number.</summary>
    /// <param name="context">Hears what is wrong.</param>
    /// <param name="line">The line.</param>
    /// <param name="index">Which word it is.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <param name="isLenient">Whether <c>10x</c> is told and counts as 10.</param>
    /// <returns>Null where it does not count.</returns>
    public static long? Integer(this ConfContext context, ConfLine line, int index, long least, long most, bool isLenient = true) =>
        context.Integer(line[index], least, most, isLenient);

    public static long? Integer(this ConfContext context, string word, long least, long most, bool isLenient = true)
    {
        var digits = Digits(word, out var rest);
        long? number = digits.Length == 0 ? 0 : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        var isClean = rest.Length == 0 && digits.Length > 0;
        var isInRange = number >= least && number <= most;
        if (isClean && isInRange)
            return number;
        context.Complain(isClean ? $"{SchemaChecker.Shown(word)} is not between {least} and {most}" : $"'{SchemaChecker.Shown(word)}' is not a whole number");
        return isLenient && isInRange ? number : null;
    }

    /// <summary>A number with at most so many digits behind the point, in units of the last of them: 1.5 with 6 is 1500000.</summary>
    public static long? Decimal(this ConfContext context, ConfLine line, int index, long least, long most, int digits = 6)
    {
        var word = line[index];
        var scale = (long)Math.Pow(10, digits);
        // Most have no point.
        if (word.Length < 10 && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole * scale >= least && whole * scale <= most)
            return whole * scale;
        var point = word.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && word.Length - point - 1 > digits)
            context.Complain($"{SchemaChecker.Shown(word)} has more than {digits} digits behind the point");
        var isNumber = decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        if (!isNumber)
        {
            context.Complain($"'{SchemaChecker.Shown(word)}' is not a number");
            return null;
        }
        // Compared first: what is far out of reach has no place in units so small.
        if (number <= (decimal)most / scale + 1 && Math.Round(number * scale, MidpointRounding.AwayFromZero) is var units && units >= least && units <= most)
            return (long)units;
        context.Complain($"{SchemaChecker.Shown(word)} is not between {(decimal)least / scale} and {(decimal)most / scale}");
        return null;
    }

    /// <summary>A time in seconds, with a fraction down to the microsecond.</summary>
    public static TimeSpan? Seconds(this ConfContext context, ConfLine line, int index, TimeSpan least, TimeSpan most) =>
        context.Decimal(line, index, least.Ticks / TimeSpan.TicksPerMicrosecond, most.Ticks / TimeSpan.TicksPerMicrosecond) is { } time ? TimeSpan.FromMicroseconds(time) : null;

    /// <summary>Whether a switch is on: it is with nothing behind it. Null, which is told, where the word is none of on, off, true, false, yes and no.</summary>
    public static bool? Switch(this ConfContext context, ConfLine line, int index = 1)
    {
        var value = line.At(index) is not { } word || TrueOrFalse(word) is { } known && known;
        if (line.At(index) is { } other && TrueOrFalse(other) is null)
        {
            context.Complain($"{line.Keyword} is on or off, not '{SchemaChecker.Shown(other)}'");
            return null;
        }
        return value;
    }

    public static bool? TrueOrFalse(string word) => word switch { "true" or "on" or "yes" => true, "false" or "off" or "no" => false, _ => null };

    private static ReadOnlySpan<char> Digits(string word, out ReadOnlySpan<char> rest)
    {
        var text = word.AsSpan().TrimStart(" \t\f\n\r\v");
        var end = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var start = end;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        rest = end == start ? text : text[end..];
        return end == start ? [] : text[..end];
    }
}
