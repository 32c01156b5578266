using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.Netcup;

/// <summary>An account at netcup, used through the SCP REST API. Exactly one of <see cref="RefreshToken"/> and <see cref="RefreshTokenFile"/> is given.</summary>
public sealed class NetcupRestOptions
{
    /// <summary>Serves both <c>realms/…</c> (tokens) and <c>scp-core/…</c> (the API). Plain http is for simulators on this machine.</summary>
    /// <value>https://www.servercontrolpanel.de/</value>
    [Required]
    public Uri? BaseAddress { get; set; } = new("https://www.servercontrolpanel.de/");

    /// <summary>The refresh token itself. One that netcup rotates is then lost with the process: prefer the file.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>The file that holds the refresh token; written by <see cref="NetcupDeviceLogin"/> and whenever netcup rotates it.</summary>
    public string? RefreshTokenFile { get; set; }

    /// <summary>The most reroutes that this node asks for in 5 minutes; netcup refuses more for the whole account. 1 to 1000.</summary>
    /// <value>10, netcup's published limit.</value>
    [Range(1, 1000)]
    public int MaxReroutesIn5Minutes { get; set; } = 10;

    /// <summary>The most reroutes that this node asks for in 60 minutes; netcup refuses more for the whole account. 1 to 1000.</summary>
    /// <value>20, netcup's published limit.</value>
    [Range(1, 1000)]
    public int MaxReroutesIn60Minutes { get; set; } = 20;

    /// <summary>Reads an entry of the configuration's <c>Providers</c>.</summary>
    /// <exception cref="FailoverIpException">It cannot be used (<see cref="FailoverErrorKind.Configuration"/>); the message holds every problem.</exception>
    public static NetcupRestOptions Read(IConfigurationSection section) => ProviderSection.Read(section, static s => s.Get<NetcupRestOptions>(), new NetcupRestOptionsValidator());

    /// <summary>The base address with a slash at its end, so that paths are added to it.</summary>
    internal Uri RequireBaseAddress() =>
        WebAddress.Problem(BaseAddress) is { } problem ? throw new FailoverIpException(FailoverErrorKind.Configuration, $"{nameof(BaseAddress)} {problem}") : WebAddress.AsFolder(BaseAddress!);
}
