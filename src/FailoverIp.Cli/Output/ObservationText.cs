using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Output;

/// <summary>A packet on the wire as a line for a person; what could not be read is left out.</summary>
internal static class ObservationText
{
    public static string Of(VrrpObservation o)
    {
        List<string?> parts =
        [
            o.At.UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            $"{o.Source?.ToString() ?? "?"} > {o.Destination?.ToString() ?? "?"}",
            Part("ttl", o.TimeToLive),
            o.Version is { } version ? $"VRRPv{version}" : null,
            Part("type", o.Type == 1 ? null : o.Type),
            Part("vrid", o.VirtualRouterId),
            Part("prio", o.Priority),
            o.AdvertisementInterval is { } interval ? string.Create(CultureInfo.InvariantCulture, $"every {interval.TotalSeconds} s") : null,
            o.Authentication is null or VrrpAuthenticationKind.None ? null : $"auth {o.Authentication}{(o.KeyId is { } key ? $" key {key}" : "")}",
            o.Checksum is { } checksum ? $"checksum {checksum}" : null,
            o.Addresses is { Count: > 0 } addresses ? $"[{string.Join(", ", addresses)}]" : null,
            o.Detail is { } detail ? $"{o.Verdict}: {detail}" : o.Verdict.ToString(),
        ];
        return string.Join("  ", parts.Where(p => p is not null));
    }

    private static string? Part(string name, int? value) => value is null ? null : $"{name} {value}";
}
