namespace FailoverIp.Lvs;

/// <summary>Names and certificates of a check over TLS. Immutable; equal by value.</summary>
public sealed record TlsCheckOptions
{
    /// <summary>The server name is told and the certificate is verified.</summary>
    public static TlsCheckOptions Default { get; } = new();

    /// <summary>
    /// True: the server is told which name is meant (SNI), where it is a name and not an address. keepalived does so only with <c>enable_sni</c>.
    /// </summary>
    public bool SendServerName { get; init; } = true;

    /// <summary>The name meant, told and verified; null: the virtual host of the URL, else the target's address.</summary>
    public string? ServerName { get; init; }

    /// <summary>True: a certificate that is not trusted, not valid now or of another name is a failure. keepalived never looks at it.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>A PEM file with the certificates that are trusted; null: those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with the certificate shown to the server, and what follows up to its authority; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file with the key of <see cref="CertificateFile"/>; null: it is in the same file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A file that holds the password of the key; null: the key is not encrypted.</summary>
    public string? KeyPasswordFile { get; init; }
}
