using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.Netcup;

/// <summary>An account at netcup, used through the older SOAP web service. Exactly one of <see cref="Password"/> and <see cref="PasswordFile"/> is given.</summary>
public sealed class NetcupSoapOptions
{
    /// <summary>The web service. Plain http is for simulators on this machine.</summary>
    /// <value>https://www.servercontrolpanel.de/WSEndUser</value>
    [Required]
    public Uri? Endpoint { get; set; } = new("https://www.servercontrolpanel.de/WSEndUser");

    /// <summary>The customer number.</summary>
    [Required]
    public string? LoginName { get; set; }

    /// <summary>The web service's own password, which is set in the SCP's options.</summary>
    public string? Password { get; set; }

    /// <summary>The file that holds the password; read anew for each request.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Reads an entry of the configuration's <c>Providers</c>.</summary>
    /// <exception cref="FailoverIpException">It cannot be used (<see cref="FailoverErrorKind.Configuration"/>); the message holds every problem.</exception>
    public static NetcupSoapOptions Read(IConfigurationSection section) => ProviderSection.Read(section, static s => s.Get<NetcupSoapOptions>(), new NetcupSoapOptionsValidator());

    internal string ReadPassword() => PasswordFile is { Length: > 0 } file ? SecretFile.Read(file, nameof(PasswordFile)) : Password ?? "";
}
