namespace FailoverIp.Node;

/// <summary>The schema of the configuration file: the one place that knows which keys there are and what they may hold.</summary>
public static class ConfigurationSchema
{
    private static readonly Lazy<SchemaNode> Document = new(() => SchemaNode.Load(ReadBytes()));

    /// <summary>The name of the file that ships with the tool, for editors.</summary>
    public const string FileName = "failoverip.schema.json";

    internal static SchemaNode Root => Document.Value;

    internal static SchemaNode Section => Root.Properties["FailoverIp"];

    /// <summary>The JSON schema (draft 2020-12) as text.</summary>
    public static string ReadText() => System.Text.Encoding.UTF8.GetString(ReadBytes());

    private static byte[] ReadBytes()
    {
        using var stream = typeof(ConfigurationSchema).Assembly.GetManifestResourceStream(FileName)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
