using System.Collections.Immutable;
using System.Text;

namespace FailoverIp.Lvs.Misc;

/// <summary>Words of a command line: white space parts them, quotes and backslashes hold them together.</summary>
internal static class CommandSplitter
{
    public static ImmutableArray<string> Split(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length)
                (word ??= new()).Append(line[++i]);
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
                (quote, word) = (c, word ?? new());
            else if (quote == '\0' && char.IsWhiteSpace(c))
                Take();
            else
                (word ??= new()).Append(c);
        }
        if (quote != '\0')
            throw new FormatException($"the quote {quote} is not closed");
        Take();
        return words.Count > 0 ? words.ToImmutable() : throw new FormatException("the command is empty");

        void Take()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
