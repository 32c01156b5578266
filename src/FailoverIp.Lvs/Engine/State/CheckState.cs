namespace FailoverIp.Lvs;

/// <summary>What one check says about one real server.</summary>
/// <param name="Passed">The last word that counts, or what is assumed until there is one.</param>
/// <param name="Failure">Why it does not pass.</param>
/// <param name="Weight">The weight it asks for; null: the configured one.</param>
/// <param name="WeightChange">What it adds to the configured weight.</param>
internal readonly record struct CheckState(bool Passed, string? Failure, int? Weight, int WeightChange = 0)
{
    public static CheckState AssumedUp { get; } = new(true, null, null);

    public static CheckState AssumedDown { get; } = new(false, null, null);
}
