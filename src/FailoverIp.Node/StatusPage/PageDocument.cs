using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Node;

/// <summary>The whole document around the content of a page: it needs no other file, and runs no other script than its own.</summary>
internal static class PageDocument
{
    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231a7f4b'/%3E%3Cpath d='M8 12h13l-4-4M24 20H11l4 4' fill='none' stroke='white' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

    private static readonly string Style = Resource("page.css");
    private static readonly string Script = Resource("page.js");

    /// <summary>What a browser may do with the page: run this one script, take this one style, and listen to where it came from.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Of(PageContent content, DateTimeOffset now)
    {
        var html = new Html();
        html.AddMarkup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.AddMarkup("<meta name=\"color-scheme\" content=\"light dark\"><noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
        html.AddMarkup($"<link rel=\"icon\" href=\"{Icon}\"><style>{Style}</style>");
        html.Add($"<title>{content.Title}</title></head><body data-version=\"{content.Version}\" data-now=\"{now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\"><div class=\"all\">");
        html.Add($"<main>").AddMarkup(content.Main);
        html.Add($"</main><footer><span id=\"live\">Read {PageWords.Time(now)}</span><a href=\"status\">as JSON</a><a href=\"metrics\">metrics</a><a href=\"healthz\">health</a></footer>");
        html.Add($"<p id=\"heard\" class=\"heard\" role=\"status\"></p></div>");
        return html.AddMarkup($"<script>{Script}</script></body></html>\n").ToString();
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PageDocument).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
