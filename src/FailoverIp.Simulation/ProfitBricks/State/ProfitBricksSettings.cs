using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>How the simulated service behaves where the real one leaves room, or where a test wants it otherwise. Immutable.</summary>
[JsonConverter(typeof(ProfitBricksSettingsJson))]
public sealed record ProfitBricksSettings
{
    /// <summary>How long the work on an accepted write takes once it is its turn, zero or more; the change shows at its end.</summary>
    /// <value>2 s. The real service takes from seconds to minutes.</value>
    public TimeSpan RequestDuration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the <c>ipConsumers</c> of IP blocks lag behind the NICs, zero or more.</summary>
    /// <value>Zero.</value>
    public TimeSpan ConsumersLag { get; init; }

    /// <summary>The limit on requests; null for none, and then no <c>X-RateLimit-*</c> headers.</summary>
    /// <value>Null.</value>
    public ProfitBricksRateLimit? RateLimit { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (RequestDuration < TimeSpan.Zero)
            yield return "settings.requestDuration is negative";
        if (ConsumersLag < TimeSpan.Zero)
            yield return "settings.consumersLag is negative";
        if (RateLimit is { PerMinute: < 1 } or { Burst: < 1 })
            yield return "settings.rateLimit needs perMinute and burst of 1 or more";
    }
}

/// <summary>A limit on requests of all kinds, as the API document describes it.</summary>
/// <param name="PerMinute">How many a minute on average (<c>X-RateLimit-Limit</c>).</param>
/// <param name="Burst">How many at once (<c>X-RateLimit-Burst</c>).</param>
public sealed record ProfitBricksRateLimit(int PerMinute, int Burst);

/// <summary>
/// Reads settings so that what is left out keeps its default: the generated code of System.Text.Json would set init-only properties that are
/// missing to zero.
/// </summary>
internal sealed class ProfitBricksSettingsJson : JsonConverter<ProfitBricksSettings>
{
    public override ProfitBricksSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var file = JsonSerializer.Deserialize(ref reader, ProfitBricksJson.Default.ProfitBricksSettingsFile)!;
        return new() { RequestDuration = file.RequestDuration, ConsumersLag = file.ConsumersLag, RateLimit = file.RateLimit };
    }

    public override void Write(Utf8JsonWriter writer, ProfitBricksSettings value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new() { RequestDuration = value.RequestDuration, ConsumersLag = value.ConsumersLag, RateLimit = value.RateLimit }, ProfitBricksJson.Default.ProfitBricksSettingsFile);
}

internal sealed class ProfitBricksSettingsFile
{
    private static readonly ProfitBricksSettings Defaults = new();

    public TimeSpan RequestDuration { get; set; } = Defaults.RequestDuration;
    public TimeSpan ConsumersLag { get; set; } = Defaults.ConsumersLag;
    public ProfitBricksRateLimit? RateLimit { get; set; }
}
