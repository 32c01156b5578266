using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// An account at ProfitBricks, today IONOS Cloud, used through the Cloud API v6. It signs in with a token (<see cref="Token"/> or
/// <see cref="TokenFile"/>), or with <see cref="UserName"/> and a password (<see cref="Password"/> or <see cref="PasswordFile"/>).
/// </summary>
/// <remarks>An address' <see cref="RouteTarget"/> names this node's <c>Server</c> and <c>Nic</c>, each by its UUID.</remarks>
public sealed class ProfitBricksOptions
{
    /// <summary>The API. Plain http is for simulators on this machine.</summary>
    /// <value>https://api.ionos.com/cloudapi/v6/</value>
    [Required]
    public Uri? BaseAddress { get; set; } = new("https://api.ionos.com/cloudapi/v6/");

    /// <summary>The token itself.</summary>
    public string? Token { get; set; }

    /// <summary>The file that holds the token; read anew for each request, so that it may be replaced at any time.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The user's e-mail address, for signing in without a token.</summary>
    public string? UserName { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>The file that holds the user's password; read anew for each request.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Which contract, for users with several (<c>X-Contract-Number</c>). 1 or more.</summary>
    [Range(1, int.MaxValue)]
    public int? ContractNumber { get; set; }

    /// <summary>The UUID of the data center that holds this node's server. Required.</summary>
    [Required]
    public string? DatacenterId { get; set; }

    /// <summary>The number of the public LAN that the failover address belongs to, 1 or more. Required with <see cref="ProfitBricksMode.FailoverGroup"/>.</summary>
    [Range(1, int.MaxValue)]
    public int? LanId { get; set; }

    /// <summary>How traffic for the failover address finds the Active node.</summary>
    /// <value><see cref="ProfitBricksMode.FailoverGroup"/>.</value>
    [EnumDataType(typeof(ProfitBricksMode))]
    public ProfitBricksMode Mode { get; set; }

    /// <summary>
    /// With <see cref="ProfitBricksMode.FailoverGroup"/>: true also registers the Active node's NIC as the group's master; false leaves the
    /// registered one, which has no part in where the traffic goes.
    /// </summary>
    /// <value>False.</value>
    public bool RepointGroup { get; set; }

    /// <summary>Reads an entry of the configuration's <c>Providers</c>.</summary>
    /// <exception cref="FailoverIpException">It cannot be used (<see cref="FailoverErrorKind.Configuration"/>); the message holds every problem.</exception>
    public static ProfitBricksOptions Read(IConfigurationSection section) => ProviderSection.Read(section, static s => s.Get<ProfitBricksOptions>(), new ProfitBricksOptionsValidator());

    /// <summary>Options that were set by code, checked like those of a configuration.</summary>
    internal ProfitBricksOptions Checked()
    {
        var result = new ProfitBricksOptionsValidator().Validate(null, this);
        return result.Failed ? throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", result.Failures)) : this;
    }
}
