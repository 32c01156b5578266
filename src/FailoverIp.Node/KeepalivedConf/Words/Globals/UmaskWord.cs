namespace FailoverIp.Node;

/// <summary><c>umask</c>: an octal number, or words such as <c>IRGRP|IWOTH</c>.</summary>
internal static class UmaskWord
{
    private static readonly string[] Bits = ["IRUSR", "IWUSR", "IXUSR", "IRGRP", "IWGRP", "IXGRP", "IROTH", "IWOTH", "IXOTH"];

    public static void Check(ConfLine line, ConfContext context)
    {
        var isWrong = line[1].Length > 0 && char.IsAsciiDigit(line[1][0])
            ? line.Count != 2 || !IsMode(line[1])
            : string.Concat(line.Words.Skip(1)).Split('|').Any(b => !Bits.Contains(b, StringComparer.Ordinal));
        if (isWrong)
            context.Complain("umask is a number such as 027, or words such as IWGRP|IWOTH");
    }

    private static bool IsMode(string text)
    {
        try
        {
            var isOctal = text.Length > 1 && text[0] == '0' && text[1] is not ('x' or 'X');
            var value = Convert.ToInt32(text, isOctal ? 8 : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16 : 10);
            return value is >= 0 and <= 0x1FF;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    }
}
