using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FailoverIp.Node;

/// <summary>Writes a section as a file that could be read again.</summary>
internal static class ConfigurationJson
{
    // It is read by people, and by no browser.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ConfigurationNode section)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(NodeConfiguration.SectionName);
            Write(section, writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(ConfigurationNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case NodeKind.Object:
                writer.WriteStartObject();
                foreach (var (key, value) in node.Children)
                {
                    writer.WritePropertyName(key);
                    Write(value, writer);
                }
                writer.WriteEndObject();
                break;
            case NodeKind.Array:
                writer.WriteStartArray();
                foreach (var (_, value) in node.Children)
                    Write(value, writer);
                writer.WriteEndArray();
                break;
            case NodeKind.Number or NodeKind.Boolean:
                writer.WriteRawValue(node.Text!);
                break;
            case NodeKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(node.Text);
                break;
        }
    }
}
