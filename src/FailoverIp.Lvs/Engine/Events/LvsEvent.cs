using System.Net;

namespace FailoverIp.Lvs;

/// <summary>Something that happened to a virtual server.</summary>
/// <param name="Number">Grows by one with every event of an engine, from 1.</param>
/// <param name="At">When, by the time of day.</param>
/// <param name="Kind">What.</param>
/// <param name="VirtualServer">The name of the virtual server; null where the kernel's table as a whole is concerned.</param>
/// <param name="RealServer">The real server concerned; null: the virtual server itself.</param>
/// <param name="Weight">The real server's weight now, or the sum of the weights in service for an event of the quorum.</param>
/// <param name="Reason">Why, one line for a person.</param>
public sealed record LvsEvent(long Number, DateTimeOffset At, LvsEventKind Kind, string? VirtualServer, IPEndPoint? RealServer, long Weight, string Reason);
