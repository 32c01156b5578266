using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Node;

/// <summary>
/// What a reader of the status shows to be let in. It keeps no more than hashes of the secret: neither its text nor anything that could be used for it can be had from here.
/// </summary>
public sealed class StatusToken : IEquatable<StatusToken>
{
    /// <summary>A token has at least so many characters.</summary>
    public const int LeastLength = 16;

    private readonly byte[] _hash;

    /// <summary>Takes the secret.</summary>
    /// <param name="secret">At least <see cref="LeastLength"/> characters, all of them visible ASCII.</param>
    /// <exception cref="ArgumentException">It is too short, or holds what a header cannot; the message does not repeat it.</exception>
    public StatusToken(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (Problem(secret) is { } problem)
            throw new ArgumentException(problem, nameof(secret));
        var bytes = Encoding.UTF8.GetBytes(secret);
        _hash = SHA256.HashData(bytes);
        // Of the secret alone, so that a browser stays let in when the node is started again, and not a way back to the secret.
        Cookie = Convert.ToHexStringLower(HMACSHA256.HashData(bytes, "failoverip status cookie"u8));
    }

    /// <summary>Why this cannot be a secret, one line that does not repeat it; null where it can.</summary>
    internal static string? Problem(string secret) =>
        secret.Length < LeastLength ? $"a token has at least {LeastLength} characters; `openssl rand -hex 32` makes one"
        : secret.Any(c => c is <= ' ' or > '~') ? "a token consists of visible ASCII characters; `openssl rand -hex 32` makes one"
        : null;

    /// <summary>What a browser is given to show next time.</summary>
    internal string Cookie { get; }

    /// <summary>Whether this is the secret. Takes the same time whichever of its characters differ.</summary>
    public bool Matches(string? offered) => offered is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(offered)), _hash);

    /// <summary>Whether this is the cookie of the secret. Takes the same time whichever of its characters differ.</summary>
    internal bool MatchesCookie(string? offered) => offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(Cookie));

    /// <summary>Whether both are of the same secret.</summary>
    public bool Equals(StatusToken? other) => other is not null && CryptographicOperations.FixedTimeEquals(_hash, other._hash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StatusToken);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_hash);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "***";
}
