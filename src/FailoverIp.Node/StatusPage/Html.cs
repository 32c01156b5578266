using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FailoverIp.Node;

/// <summary>
/// Builds HTML from interpolated strings: what is written down is markup, what is put into the braces is text and is encoded, unless it is an <see cref="Html"/>
/// itself. The result has no line breaks.
/// </summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    public Html Add([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup; // it has written itself already
        return this;
    }

    /// <summary>Adds what is markup already.</summary>
    public Html AddMarkup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, Html html)
        {
            _text = html._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 16));
        }

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(Html html) => _text.Append(html._text);

        public void AppendFormatted<T>(T number)
            where T : struct, IFormattable => _text.Append(Encoder.Encode(number.ToString(null, CultureInfo.InvariantCulture)));
    }
}
