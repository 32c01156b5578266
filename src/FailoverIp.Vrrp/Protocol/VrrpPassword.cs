using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Vrrp;

/// <summary>
/// The password of VRRPv2 (authentication types 1, PASS, and 2, AH, where it is the key; RFC 2338 section 5.3.6, dropped by RFC 3768, still sent by
/// keepalived): eight bytes, padded with zeros. A longer one is cut to eight, as keepalived cuts it; <see cref="IsCut"/> tells.
/// </summary>
[DebuggerDisplay("***")]
public sealed class VrrpPassword : IEquatable<VrrpPassword>
{
    /// <summary>The length on the wire in bytes.</summary>
    public const int Length = 8;

    private readonly byte[] _bytes = new byte[Length];

    /// <summary>Takes the first eight bytes of the password in UTF-8.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public VrrpPassword(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        var utf8 = Encoding.UTF8.GetBytes(password);
        IsCut = utf8.Length > Length;
        utf8.AsSpan(0, Math.Min(utf8.Length, Length)).CopyTo(_bytes);
    }

    /// <summary>True where the password was longer than eight bytes.</summary>
    public bool IsCut { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Compares with the authentication bytes of a packet, in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> authenticationData) => CryptographicOperations.FixedTimeEquals(_bytes, authenticationData);

    /// <summary>The same eight bytes; compared in constant time.</summary>
    public bool Equals(VrrpPassword? other) => other is not null && Matches(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VrrpPassword);

    /// <summary>The same for every password: a hash would tell of it.</summary>
    public override int GetHashCode() => Length;

    /// <summary>Never the password.</summary>
    public override string ToString() => "***";
}
