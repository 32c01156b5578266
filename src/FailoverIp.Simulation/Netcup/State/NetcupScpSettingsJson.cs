using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>
/// Reads settings so that what is left out keeps its default: the generated code of System.Text.Json would set init-only properties that are
/// missing to zero.
/// </summary>
internal sealed class NetcupScpSettingsJson : JsonConverter<NetcupScpSettings>
{
    public override NetcupScpSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, NetcupScpJson.Default.NetcupScpSettingsFile)!.ToSettings();

    public override void Write(Utf8JsonWriter writer, NetcupScpSettings value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, NetcupScpSettingsFile.From(value), NetcupScpJson.Default.NetcupScpSettingsFile);
}

internal sealed class NetcupScpSettingsFile
{
    private static readonly NetcupScpSettings Defaults = new();

    public TimeSpan TaskDuration { get; set; } = Defaults.TaskDuration;
    public TimeSpan AccessTokenLifetime { get; set; } = Defaults.AccessTokenLifetime;
    public TimeSpan RefreshTokenIdleLimit { get; set; } = Defaults.RefreshTokenIdleLimit;
    public bool RotateRefreshTokens { get; set; } = Defaults.RotateRefreshTokens;
    public TimeSpan DeviceCodeLifetime { get; set; } = Defaults.DeviceCodeLifetime;
    public TimeSpan DevicePollInterval { get; set; } = Defaults.DevicePollInterval;
    public NetcupRateLimit[] RateLimits { get; set; } = [.. Defaults.RateLimits];
    public bool SendRetryAfter { get; set; } = Defaults.SendRetryAfter;
    public bool HalJson { get; set; } = Defaults.HalJson;
    public TimeSpan SoapRoutingInterval { get; set; } = Defaults.SoapRoutingInterval;
    public int SoapFaultStatus { get; set; } = Defaults.SoapFaultStatus;
    public bool SoapReturnsTrue { get; set; } = Defaults.SoapReturnsTrue;

    public NetcupScpSettings ToSettings() => new()
    {
        TaskDuration = TaskDuration,
        AccessTokenLifetime = AccessTokenLifetime,
        RefreshTokenIdleLimit = RefreshTokenIdleLimit,
        RotateRefreshTokens = RotateRefreshTokens,
        DeviceCodeLifetime = DeviceCodeLifetime,
        DevicePollInterval = DevicePollInterval,
        RateLimits = [.. RateLimits],
        SendRetryAfter = SendRetryAfter,
        HalJson = HalJson,
        SoapRoutingInterval = SoapRoutingInterval,
        SoapFaultStatus = SoapFaultStatus,
        SoapReturnsTrue = SoapReturnsTrue,
    };

    public static NetcupScpSettingsFile From(NetcupScpSettings settings) => new()
    {
        TaskDuration = settings.TaskDuration,
        AccessTokenLifetime = settings.AccessTokenLifetime,
        RefreshTokenIdleLimit = settings.RefreshTokenIdleLimit,
        RotateRefreshTokens = settings.RotateRefreshTokens,
        DeviceCodeLifetime = settings.DeviceCodeLifetime,
        DevicePollInterval = settings.DevicePollInterval,
        RateLimits = [.. settings.RateLimits],
        SendRetryAfter = settings.SendRetryAfter,
        HalJson = settings.HalJson,
        SoapRoutingInterval = settings.SoapRoutingInterval,
        SoapFaultStatus = settings.SoapFaultStatus,
        SoapReturnsTrue = settings.SoapReturnsTrue,
    };
}
