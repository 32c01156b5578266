namespace FailoverIp.Simulation;

internal static class SimulatedOperations
{
    public static bool IsAmong(this SimulatedOperation operation, SimulatedOperation filter) => filter == SimulatedOperation.Any || (operation & filter) != SimulatedOperation.Any;
}
