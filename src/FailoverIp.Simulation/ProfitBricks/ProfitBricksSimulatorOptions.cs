namespace FailoverIp.Simulation;

/// <summary>How a ProfitBricks simulator runs. Immutable.</summary>
public sealed record ProfitBricksSimulatorOptions : SimulatorOptions
{
    /// <summary>
    /// The world it shows; null for one of its own with the default state and <see cref="SimulatorOptions.TimeProvider"/>. Where one is given, its
    /// clock is the simulator's clock too, and it is not disposed with the simulator.
    /// </summary>
    public ProfitBricksCloud? Cloud { get; init; }
}
