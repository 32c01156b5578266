using System.Net;
using Microsoft.AspNetCore.Http;

namespace FailoverIp.Node;

/// <summary>Who may read the status: whoever shows the token, as a bearer, by the link <c>/?token=</c>, or by the cookie that this link sets.</summary>
/// <param name="token">The token; null: nobody is asked for one.</param>
/// <param name="openHealth">Whether <c>/healthz</c> is for everybody.</param>
/// <param name="anyHost">Whether a request may call this machine anything; otherwise a page of somewhere else, whose name leads here, is turned away.</param>
internal sealed class StatusAccess(StatusToken? token, bool openHealth, bool anyHost)
{
    private const string CookieName = "failoverip-status";
    private const string Scheme = "Bearer ";

    /// <summary>Whoever can open the socket may read.</summary>
    public static StatusAccess Everybody { get; } = new(null, openHealth: true, anyHost: true);

    /// <summary>Whether the request may be answered; where not, it has been.</summary>
    public async Task<bool> AdmitsAsync(HttpContext context)
    {
        if (token is null)
            return anyHost || IsThisMachine(context.Request.Host.Host) || await RefuseAsync(context, 421, "this is not the host that was asked for\n").ConfigureAwait(false);
        if (openHealth && context.Request.Path == "/healthz")
            return true;
        if (context.Request.Query.TryGetValue("token", out var offered))
            return await FollowLinkAsync(context, offered).ConfigureAwait(false);
        string? header = context.Request.Headers.Authorization;
        if (header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && token.Matches(header[Scheme.Length..].Trim()))
            return true;
        if (token.MatchesCookie(context.Request.Cookies[CookieName]))
            return true;
        return await AskAsync(context).ConfigureAwait(false);
    }

    // The token does not stay in the browser's address bar, nor in its history.
    private async Task<bool> FollowLinkAsync(HttpContext context, string? offered)
    {
        if (!token!.Matches(offered))
            return await AskAsync(context).ConfigureAwait(false);
        context.Response.Cookies.Append(CookieName, token.Cookie, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = TimeSpan.FromDays(30), Secure = context.Request.IsHttps });
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = "./";
        context.Response.Headers.CacheControl = "no-store";
        return false;
    }

    private static Task<bool> AskAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"failoverip\"";
        return RefuseAsync(context, 401, "A token is needed: the header \"Authorization: Bearer TOKEN\", or in a browser the address /?token=TOKEN, once.\n");
    }

    private static async Task<bool> RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(text).ConfigureAwait(false);
        return false;
    }

    // One without a name is no browser.
    private static bool IsThisMachine(string host) =>
        host.Length == 0 || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _) || string.Equals(host, Environment.MachineName, StringComparison.OrdinalIgnoreCase);
}
