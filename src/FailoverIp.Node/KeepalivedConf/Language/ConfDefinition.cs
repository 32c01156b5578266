namespace FailoverIp.Node;

/// <summary>What <c>$NAME=…</c> stands for.</summary>
internal sealed class ConfDefinition
{
    /// <summary>The text; of one of several lines each but the last ends with a line feed.</summary>
    public string Value { get; set; } = "";

    public bool IsMultiline { get; set; }

    /// <summary>For one that is worked out anew each time; what stands behind the name is given to it.</summary>
    public Func<string, string>? Compute { get; set; }
}
