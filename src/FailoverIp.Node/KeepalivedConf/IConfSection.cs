namespace FailoverIp.Node;

/// <summary>A part of the language: some keywords of the outermost level, what is checked once everything was read, and what becomes of it.</summary>
internal interface IConfSection
{
    /// <summary>Its keywords of the outermost level.</summary>
    IEnumerable<ConfRoot> Roots { get; }

    /// <summary>What keepalived checks once everything was read. Not called where it would have ended before.</summary>
    void Complete();

    /// <summary>Writes what was read as failoverip.json would have it, each value with its line.</summary>
    void Write(ConfigurationNode root);
}
