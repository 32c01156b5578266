using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FailoverIp.Lvs.Tls;

/// <summary>What a check over TLS shows and trusts, read from its files once.</summary>
internal sealed class TlsTrust
{
    private readonly TlsCheckOptions _options;
    private readonly X509ChainPolicy _policy;
    private readonly SslStreamCertificateContext? _own;

    /// <exception cref="ArgumentException">A file cannot be read or used; the message names the option.</exception>
    public TlsTrust(TlsCheckOptions options)
    {
        _options = options;
        _policy = options.CaFile is null ? Policy() : Named(nameof(options.CaFile), options.CaFile, () => Trusting(options.CaFile));
        if (options.CertificateFile is not null)
            _own = Named(nameof(options.CertificateFile), options.CertificateFile, () => Own(options));
        else if (options.KeyFile is not null || options.KeyPasswordFile is not null)
            throw BadOption.Of($"{nameof(options.CertificateFile)}: a key without a certificate is of no use");
    }

    /// <summary>The handshake with a server called <paramref name="name"/>; <paramref name="onProblem"/> hears what is wrong with its certificate.</summary>
    public SslClientAuthenticationOptions Handshake(string name, Action<string> onProblem) => new()
    {
        TargetHost = _options.SendServerName ? name : "",
        CertificateChainPolicy = _policy.Clone(),
        ClientCertificateContext = _own,
        AllowTlsResume = false, // each check sees the certificate the server has now
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(name, certificate as X509Certificate2, chain, errors, onProblem),
    };

    // The name is compared here, also where it was not told to the server.
    private bool Accepts(string name, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, Action<string> onProblem)
    {
        if (!_options.VerifyCertificate)
            return true;
        if (certificate is null)
            onProblem("the server shows no certificate");
        else if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            onProblem($"the certificate of the server is not to be trusted: {Reasons(chain)}");
        else if (!certificate.MatchesHostname(name))
            onProblem($"the certificate of the server is not for '{name}' but for '{certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}'");
        else
            return true;
        return false;
    }

    private static string Reasons(X509Chain? chain)
    {
        var reasons = chain?.ChainStatus.Select(status => $"{status.StatusInformation.Trim().TrimEnd('.')} ({status.Status})").Distinct(StringComparer.Ordinal).ToArray();
        return reasons is { Length: > 0 } ? string.Join("; ", reasons) : "its chain cannot be built";
    }

    // A certificate names where to fetch its issuer from. Whoever shows it could send this machine anywhere, and make a check last as long as they like.
    private static X509ChainPolicy Policy() => new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };

    private static X509ChainPolicy Trusting(string caFile)
    {
        var policy = Policy();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("there is no certificate in it");
    }

    private static SslStreamCertificateContext Own(TlsCheckOptions options)
    {
        var file = options.CertificateFile!;
        var certificate = options.KeyPasswordFile is null
            ? X509Certificate2.CreateFromPemFile(file, options.KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(file, File.ReadAllText(options.KeyPasswordFile).TrimEnd(), options.KeyFile);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(certificate, others, offline: true);
    }

    private static T Named<T>(string option, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw BadOption.Of($"{nameof(HttpCheckOptions.TlsOptions)}.{option}: {file} cannot be used: {e.Message}", e);
        }
    }
}
