using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Vrrp;

/// <summary>A key of HMAC authentication: 32 to 64 bytes under a number. It never shows, and is overwritten by <see cref="Dispose"/>.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class VrrpHmacKey : IDisposable, IEquatable<VrrpHmacKey>
{
    /// <summary>The fewest bytes of a key.</summary>
    public const int MinLength = 32;

    /// <summary>The most bytes of a key.</summary>
    public const int MaxLength = 64;

    /// <summary>The highest number of a key; the lowest is 1.</summary>
    public const int MaxId = 255;

    private const string HexPrefix = "hex:";

    private readonly byte[] _bytes;
    private volatile bool _isDisposed;

    /// <summary>Takes a copy of the key.</summary>
    /// <param name="id">Its number on the wire, 1 to 255.</param>
    /// <param name="bytes">32 to 64 bytes; 32 random ones are enough.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not 1 to 255.</exception>
    /// <exception cref="ArgumentException">The key is shorter than 32 bytes or longer than 64.</exception>
    public VrrpHmacKey(int id, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, MaxId);
        if (bytes.Length is < MinLength or > MaxLength)
            throw new ArgumentException(WrongLength(id, bytes.Length), nameof(bytes));
        Id = id;
        // Pinned: the collector leaves no copy behind when it moves things.
        _bytes = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(_bytes);
    }

    /// <summary>The number on the wire, 1 to 255.</summary>
    public int Id { get; }

    /// <summary>The key itself.</summary>
    /// <exception cref="ObjectDisposedException">It is overwritten already.</exception>
    internal ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _bytes;
        }
    }

    /// <summary>Reads a key as keepalived writes one: <c>hex:</c> and hexadecimal digits, or the bytes of an ASCII text.</summary>
    /// <param name="id">Its number on the wire, 1 to 255.</param>
    /// <param name="text">The key, without white space around it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not 1 to 255.</exception>
    /// <exception cref="FormatException">The text is no key; the message does not hold it.</exception>
    public static VrrpHmacKey Parse(int id, ReadOnlySpan<char> text)
    {
        var isHex = text.StartsWith(HexPrefix, StringComparison.Ordinal);
        var digits = isHex ? text[HexPrefix.Length..] : text;
        if (isHex && digits.Length % 2 != 0)
            throw new FormatException($"key {id}: an odd number of hexadecimal digits");
        var length = isHex ? digits.Length / 2 : digits.Length;
        if (length is < MinLength or > MaxLength)
            throw new FormatException(WrongLength(id, length));

        Span<byte> bytes = stackalloc byte[MaxLength];
        try
        {
            var status = isHex ? Convert.FromHexString(digits, bytes, out _, out var written) : Ascii.FromUtf16(digits, bytes, out written);
            if (status != OperationStatus.Done)
                throw new FormatException($"key {id}: {(isHex ? "not hexadecimal digits only" : "not ASCII; write other keys as hex:")}");
            return new(id, bytes[..written]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Overwrites the key. Signing and verifying with it throw <see cref="ObjectDisposedException"/> from then on.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <summary>The same number and the same key; compared in constant time.</summary>
    public bool Equals(VrrpHmacKey? other) =>
        other is not null && Id == other.Id && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VrrpHmacKey);

    /// <summary>From the number alone.</summary>
    public override int GetHashCode() => Id;

    /// <summary>The number, never the key.</summary>
    public override string ToString() => $"key {Id}: ***";

    private static string WrongLength(int id, int length) => $"key {id}: {length} bytes; a key has {MinLength} to {MaxLength}";
}
