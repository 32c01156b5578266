using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

// The bodies of the SCP REST API, named and shaped as the published document (2026.0728) and live answers have them.

internal sealed record UserMinimalBody(int Id, string Username, string Firstname, string Lastname, string Email, string? Company);

internal sealed record UserBody(
    int Id, string Username, string Firstname, string Lastname, string Email, string? Company, string Language, string? TimeZone, bool ShowNickname, bool PasswordlessMode, bool SecureMode, string? ApiIpLoginRestrictions);

internal sealed record SiteBody(int Id, string City);

internal sealed record ServerMinimalBody(int Id, string Name);

// An address that is routed nowhere has no "server" at all: the document does not allow null.
internal sealed record FailoverIpv4Body(int Id, string Ip, int CidrSuffix, bool Editable, SiteBody Site, UserMinimalBody User)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerMinimalBody? Server { get; init; }
}

internal sealed record FailoverIpv6Body(int Id, string NetworkPrefix, int NetworkPrefixLength, bool Editable, SiteBody Site, UserMinimalBody User)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerMinimalBody? Server { get; init; }
}

internal sealed record TaskProgressBody(DateTimeOffset ExpectedFinishedAt, double ProgressInPercent);

internal sealed record TaskStepBody(string Uuid, string Name, string State, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

internal sealed record ResponseErrorBody(string Code, string Message);

internal sealed record FieldErrorBody(string Field, string Message);

internal sealed record ValidationErrorBody(string Code, string Message, IReadOnlyList<FieldErrorBody> Errors);

internal sealed record ResultBody;

internal record TaskMinimalBody(
    string Uuid, string Name, string State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Message, UserMinimalBody ExecutingUser, TaskProgressBody TaskProgress);

internal sealed record TaskBody(
    string Uuid,
    string Name,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    string? Message,
    UserMinimalBody ExecutingUser,
    TaskProgressBody TaskProgress,
    IReadOnlyList<TaskStepBody> Steps,
    ResultBody Result,
    ResponseErrorBody? ResponseError,
    int? ServerActionId)
    : TaskMinimalBody(Uuid, Name, State, StartedAt, FinishedAt, Message, ExecutingUser, TaskProgress);

internal sealed record TemplateBody(int Id, string Name);

internal sealed record ServerListBody(int Id, string Name, string? Hostname, string? Nickname, bool Disabled, TemplateBody? Template);

internal sealed record Ipv4MinimalBody(int Id, string Ip, string Netmask, string? Gateway, string? Broadcast);

internal sealed record Ipv6MinimalBody(int Id, string NetworkPrefix, int NetworkPrefixLength, string? Gateway);

internal sealed record LiveInterfaceBody(
    string Mac, string Driver, int Mtu, int SpeedInMBits, bool VlanInterface, bool TrafficThrottled, IReadOnlyList<string> Ipv4Addresses, IReadOnlyList<string> Ipv6NetworkPrefixes);

internal sealed record LiveInfoBody(string State, bool Autostart, bool Uefi, int UptimeInSeconds, int CpuCount, long CurrentServerMemoryInMiB, IReadOnlyList<LiveInterfaceBody> Interfaces);

internal sealed record ServerBody(
    int Id,
    string Name,
    string? Hostname,
    string? Nickname,
    bool Disabled,
    string Architecture,
    SiteBody Site,
    TemplateBody? Template,
    IReadOnlyList<Ipv4MinimalBody> Ipv4Addresses,
    IReadOnlyList<Ipv6MinimalBody> Ipv6Addresses,
    int MaxCpuCount,
    long DisksAvailableSpaceInMiB,
    bool GpuDriverAvailable,
    bool RescueSystemActive,
    bool SnapshotAllowed,
    int SnapshotCount,
    LiveInfoBody? ServerLiveInfo);

internal sealed record ServerIpv4Body(int Id, string Ip, string Cidr, string InterfaceMac, string Type, bool Editable, string? Gateway, string? DestinationIp, string? Rdns);

internal sealed record ServerIpv6Body(
    int Id, string NetworkPrefix, string Cidr, string InterfaceMac, string Type, bool Editable, bool LinkLocal, string? Gateway, string? DestinationIp, IReadOnlyDictionary<string, string> Rdns);

internal sealed record InterfaceBody(string Mac, string Driver, int SpeedInMBits, IReadOnlyList<ServerIpv4Body> Ipv4Addresses, IReadOnlyList<ServerIpv6Body> Ipv6Addresses);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<FailoverIpv4Body>))]
[JsonSerializable(typeof(IReadOnlyList<FailoverIpv6Body>))]
[JsonSerializable(typeof(IReadOnlyList<TaskMinimalBody>))]
[JsonSerializable(typeof(TaskBody))]
[JsonSerializable(typeof(IReadOnlyList<ServerListBody>))]
[JsonSerializable(typeof(ServerBody))]
[JsonSerializable(typeof(IReadOnlyList<InterfaceBody>))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(ResponseErrorBody))]
[JsonSerializable(typeof(ValidationErrorBody))]
internal sealed partial class RestJson : JsonSerializerContext;
