namespace FailoverIp.Lvs;

/// <summary>Who wants to hear of a check: one check of one real server of one virtual server, by their places in its options.</summary>
internal readonly record struct CheckSubscription(ManagedService Service, int RealServer, int Check);
