namespace FailoverIp.Node;

/// <summary>A value and where it was given.</summary>
/// <param name="Value">The value.</param>
/// <param name="At">Where.</param>
internal readonly record struct Given<T>(T Value, NodeLocation At);
