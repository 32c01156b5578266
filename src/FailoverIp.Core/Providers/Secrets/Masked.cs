using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;

namespace FailoverIp;

/// <summary>Takes our own secrets out of what a service answers: one that repeats the request in its error must not carry them into a log.</summary>
internal static class Masked
{
    private static readonly byte[] Mask = "***"u8.ToArray();

    /// <summary>The text without the secrets, in any of the forms in which a request may hold them.</summary>
    public static ReadOnlyMemory<byte> Without(this ReadOnlyMemory<byte> text, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            foreach (var form in Forms(secret))
                text = Replace(text, form);
        }
        return text;
    }

    /// <summary>The same for a text.</summary>
    public static string Without(this string text, params ReadOnlySpan<string> secrets) =>
        Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)).Without(secrets).Span);

    private static IEnumerable<byte[]> Forms(string secret) =>
        new[] { secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), SecurityElement.Escape(secret), JsonEncodedText.Encode(secret).ToString(), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) }
            .Where(form => !string.IsNullOrEmpty(form)).Distinct(StringComparer.Ordinal).Select(form => Encoding.UTF8.GetBytes(form!));

    private static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> text, byte[] secret)
    {
        if (text.Span.IndexOf(secret) < 0)
            return text;
        var clean = new MemoryStream(text.Length);
        var rest = text.Span;
        for (int at; (at = rest.IndexOf(secret)) >= 0; rest = rest[(at + secret.Length)..])
        {
            clean.Write(rest[..at]);
            clean.Write(Mask);
        }
        clean.Write(rest);
        return clean.GetBuffer().AsMemory(0, (int)clean.Length);
    }
}
