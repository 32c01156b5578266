using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FailoverIp.Vrrp.State;

/// <summary>
/// Writes what <see cref="HeldRouterJson"/> reads, byte for byte as it would. The serializer prepares itself for every type that it may meet, in hundreds of generic
/// methods that no image holds compiled: as long as all the rest of a start. It is asked for routes, rules and settings alone, where there are any.
/// </summary>
internal static class HeldRouterWriter
{
    public static byte[] Write(IEnumerable<HeldRouter> routers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var router in routers)
                Write(json, router);
            json.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, HeldRouter router)
    {
        json.WriteStartObject();
        json.WriteString("Name"u8, router.Name);
        json.WriteNumber("VirtualRouterId"u8, router.VirtualRouterId);
        json.WriteStartArray("Addresses"u8);
        foreach (var address in router.Addresses)
            Write(json, address);
        json.WriteEndArray();
        WriteArray(json, "Routes"u8, router.Routes, static () => HeldRouterJson.Default.ImmutableArrayVirtualRoute);
        WriteArray(json, "Rules"u8, router.Rules, static () => HeldRouterJson.Default.ImmutableArrayVirtualRule);
        json.WriteBoolean("RefusesPackets"u8, router.RefusesPackets);
        WriteText(json, "LinkName"u8, router.LinkName);
        json.WriteNumber("LinkKind"u8, (int)router.LinkKind);
        if (router.Settings is { } settings)
            WriteArray(json, "Settings"u8, settings, static () => HeldRouterJson.Default.ImmutableArrayChangedSetting);
        if (router.AddressLinks is { } links)
            WriteArray(json, "AddressLinks"u8, links, static () => HeldRouterJson.Default.ImmutableArrayString);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VirtualAddress address)
    {
        json.WriteStartObject();
        json.WriteString("Address"u8, address.Address.ToString());
        json.WriteNumber("PrefixLength"u8, address.PrefixLength);
        WriteText(json, "Interface"u8, address.Interface);
        WriteText(json, "Label"u8, address.Label);
        json.WriteBoolean("OnVirtualMac"u8, address.OnVirtualMac);
        WriteText(json, "Peer"u8, address.Peer?.ToString());
        WriteText(json, "Broadcast"u8, address.Broadcast?.ToString());
        if (address.Scope is { } scope)
            json.WriteNumber("Scope"u8, scope);
        json.WriteBoolean("DetectDuplicates"u8, address.DetectDuplicates);
        json.WriteBoolean("IsHomeAddress"u8, address.IsHomeAddress);
        json.WriteBoolean("ManageTemporaryAddresses"u8, address.ManageTemporaryAddresses);
        json.WriteBoolean("NoPrefixRoute"u8, address.NoPrefixRoute);
        json.WriteBoolean("AutoJoin"u8, address.AutoJoin);
        WriteText(json, "PreferredLifetime"u8, address.PreferredLifetime?.ToString("c"));
        json.WriteBoolean("Track"u8, address.Track);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<T> values, Func<JsonTypeInfo<ImmutableArray<T>>> type)
    {
        json.WritePropertyName(name);
        if (values.IsEmpty)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else
            JsonSerializer.Serialize(json, values, type());
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
