using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Lvs;

/// <summary>What is wrong with a service in the kernel's table.</summary>
/// <param name="Line">One line for a person.</param>
/// <param name="Refused">The real servers that should get connections and may not be in the table as they should be.</param>
internal sealed record TableProblem(string Line, ImmutableHashSet<IPEndPoint> Refused);
