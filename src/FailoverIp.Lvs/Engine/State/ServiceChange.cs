using System.Net;

namespace FailoverIp.Lvs;

/// <summary>A change in a <see cref="ServiceState"/>: an event to be, without number and time.</summary>
internal readonly record struct ServiceChange(LvsEventKind Kind, IPEndPoint? RealServer, long Weight, string Reason);
