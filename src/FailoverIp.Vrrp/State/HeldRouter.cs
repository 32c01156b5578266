using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Vrrp.State;

/// <summary>What a virtual router may have in the kernel, as the state file describes it. No secrets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="VirtualRouterId">Its identifier.</param>
/// <param name="Addresses">Its addresses, each with its interface.</param>
/// <param name="Routes">Its routes.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="RefusesPackets">Whether packets to its addresses are dropped.</param>
/// <param name="LinkName">The name of the interface that is made for it; null for none.</param>
/// <param name="LinkKind">What that is.</param>
/// <param name="Settings">What was changed at interfaces that are not this node's own; null for nothing.</param>
internal sealed record HeldRouter(
    string Name, int VirtualRouterId, ImmutableArray<VirtualAddress> Addresses, ImmutableArray<VirtualRoute> Routes, ImmutableArray<VirtualRule> Rules, bool RefusesPackets,
    string? LinkName = null, VirtualLinkKind LinkKind = default, ImmutableArray<ChangedSetting>? Settings = null)
{
    private const int NoIdentifier = 0;

    /// <summary>The names of the interfaces that are made for its addresses alone, macvlans all; null for none.</summary>
    public ImmutableArray<string>? AddressLinks { get; init; }

    /// <summary>What it may have in the kernel by its options, but for addresses that its owner only lends to it.</summary>
    public static HeldRouter Of(VirtualRouterOptions options, params IReadOnlyList<VirtualAddress> lent) => new(
        options.Name, options.VirtualRouterId,
        [.. options.VirtualAddresses.Concat(options.ExcludedAddresses).Where(a => !lent.Contains(a)).Select(a => a with { Interface = options.InterfaceOf(a), OnVirtualMac = false })],
        options.VirtualRoutes, options.VirtualRules, Linux.RefusedPackets.Concerns(options),
        options.VirtualMac is null ? null : VirtualLink.NameOf(options), options.VirtualMac?.Kind ?? default)
    {
        AddressLinks = VirtualLink.ForAddresses(options) is { Count: > 0 } links ? [.. links.Select(l => l.Link.Name)] : null,
    };

    /// <summary>What is left of a virtual router, or of several, that holds nothing any more: it has no identifier, for nobody resigns on its behalf.</summary>
    public static HeldRouter Left(string name, IEnumerable<object> subjects)
    {
        object[] all = [.. subjects];
        return new(name, NoIdentifier, [.. all.OfType<VirtualAddress>()], [.. all.OfType<VirtualRoute>()], [.. all.OfType<VirtualRule>()], false);
    }

    /// <summary>What was changed at interfaces below virtual MACs: of no virtual router in particular.</summary>
    public static HeldRouter Changed(IEnumerable<ChangedSetting> settings) => Left("", []) with { Settings = [.. settings] };

    /// <summary>Whether it is one of <see cref="Left"/> or <see cref="Changed"/>.</summary>
    [JsonIgnore]
    public bool IsLeft => VirtualRouterId == NoIdentifier;

    /// <summary>The interfaces that its addresses stand on.</summary>
    [JsonIgnore]
    public IEnumerable<string> Interfaces => Addresses.Select(a => a.Interface!).Distinct(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(AddressJson), typeof(NetworkJson)])]
[JsonSerializable(typeof(HeldRouter[]))]
[JsonSerializable(typeof(ImmutableArray<ChangedSetting>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class HeldRouterJson : JsonSerializerContext;

/// <summary>Addresses as text.</summary>
internal sealed class AddressJson : JsonConverter<IPAddress>
{
    public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IPAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("no address");

    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Networks as text.</summary>
internal sealed class NetworkJson : JsonConverter<IPNetwork>
{
    public override IPNetwork Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IPNetwork.TryParse(reader.GetString(), out var network) ? network : throw new JsonException("no network");

    public override void Write(Utf8JsonWriter writer, IPNetwork value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
