using System.Net.Http.Headers;
using System.Text;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Signs requests with a token (Bearer) or with user and password (Basic, RFC 7617). What is given as a file is read for each request: a token
/// that was replaced counts from the next one on.
/// </summary>
internal sealed class Credentials(ProfitBricksOptions options)
{
    /// <summary>The header, and every text in it that must not be told.</summary>
    /// <exception cref="FailoverIpException">The file cannot be read, or holds what no header can carry (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public (AuthenticationHeaderValue Header, string[] Secrets) Read()
    {
        if (options.UserName is { Length: > 0 } user)
        {
            var password = Secret(options.Password, options.PasswordFile, nameof(options.PasswordFile));
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            return (new("Basic", pair), [pair, password]);
        }
        var token = Secret(options.Token, options.TokenFile, nameof(options.TokenFile));
        if (token.Any(c => c is <= ' ' or > '~'))
        {
            throw options.TokenFile is { Length: > 0 } file
                ? SecretFile.Unusable(nameof(options.TokenFile), file, "holds something that is not a token")
                : new FailoverIpException(FailoverErrorKind.Configuration, $"{nameof(options.Token)} is not a token");
        }
        return (new("Bearer", token), [token]);
    }

    private static string Secret(string? value, string? file, string option) => file is { Length: > 0 } ? SecretFile.Read(file, option) : (value ?? "").TrimEnd();
}
