using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FailoverIp.Cli.Commands;
using FailoverIp.Cli.Commands.Route;
using FailoverIp.Cli.Demo;

namespace FailoverIp.Cli.Output;

/// <summary>The documents that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(RouteDocument))]
[JsonSerializable(typeof(RouteListDocument))]
[JsonSerializable(typeof(EnsureDocument))]
[JsonSerializable(typeof(LoginDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(IpvsTableDocument))]
[JsonSerializable(typeof(GenhashDocument))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    private static ToolJson? _readable;

    /// <summary>The documents without escapes that only HTML needs: an apostrophe stays one.</summary>
    public static ToolJson Readable => _readable ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
