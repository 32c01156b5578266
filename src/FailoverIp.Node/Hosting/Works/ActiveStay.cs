namespace FailoverIp.Node;

/// <summary>One stay in the role Active on this node, from the transition to Active to the next one.</summary>
/// <param name="Instance">The VRRP instance.</param>
/// <param name="Epoch">
/// The number of the transition: of two stays of this process the later one has the greater number. It counts from the start of the process and of the instance, so that it orders
/// nothing between two machines.
/// </param>
public readonly record struct ActiveStay(string Instance, long Epoch);
