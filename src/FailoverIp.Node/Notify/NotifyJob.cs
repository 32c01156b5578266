using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>The scripts of one change, in their order.</summary>
/// <param name="Subject">What has changed, such as <c>VI_1 MASTER</c>.</param>
/// <param name="IsActive">Whether they are those of an Active role, of which nothing may act when others take over.</param>
/// <param name="Scripts">Each with the arguments that are put behind its own.</param>
internal sealed record NotifyJob(string Subject, bool IsActive, ImmutableArray<(NodeCommand Command, ImmutableArray<string> More)> Scripts);
