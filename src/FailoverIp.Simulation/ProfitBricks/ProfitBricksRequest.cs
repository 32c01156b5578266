using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>How far the service's work on a write is, its own words (in the API in capitals).</summary>
public enum ProfitBricksRequestStatus
{
    /// <summary>Accepted; it waits for its turn.</summary>
    Queued,

    /// <summary>Begun.</summary>
    Running,

    /// <summary>Ended well: the change shows.</summary>
    Done,

    /// <summary>Ended with an error; nothing has changed.</summary>
    Failed,
}

/// <summary>The service's work on one accepted write, at one moment.</summary>
/// <param name="Id">Its UUID; counted up, so that a run can be repeated.</param>
/// <param name="Method">The HTTP method of the write.</param>
/// <param name="Url">Its URL.</param>
/// <param name="Body">Its body.</param>
/// <param name="Target">The resource that it changes.</param>
/// <param name="CreatedAt">When it was accepted.</param>
public sealed record ProfitBricksRequest(string Id, string Method, string Url, string Body, ProfitBricksTarget Target, DateTimeOffset CreatedAt)
{
    /// <summary>The number of the contract that it was for.</summary>
    public int Contract { get; init; }

    /// <summary>How far it is.</summary>
    public ProfitBricksRequestStatus Status { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The service's words on how it is.</summary>
    public string Message { get; init; } = "Request is queued";

    /// <summary>True where nothing more will happen to it.</summary>
    public bool HasEnded => Status is ProfitBricksRequestStatus.Done or ProfitBricksRequestStatus.Failed;
}

/// <summary>A resource of the API.</summary>
/// <param name="Type">The service's word for its kind: <c>nic</c>, <c>lan</c> or <c>ipblock</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Path">Its path below <c>/cloudapi/v6/</c>, such as <c>datacenters/…/lans/1</c>.</param>
public sealed record ProfitBricksTarget(string Type, string Id, string Path);

/// <summary>A change of the NICs that have a reserved address.</summary>
/// <param name="At">When.</param>
/// <param name="Address">The address.</param>
/// <param name="From">The NICs before, each as <c>&lt;server uuid&gt;/&lt;nic uuid&gt;</c>.</param>
/// <param name="To">The NICs after.</param>
/// <param name="Request">The request that did it; null where it was done behind the API's back.</param>
public sealed record ProfitBricksAddressChange(DateTimeOffset At, string Address, ImmutableArray<string> From, ImmutableArray<string> To, string? Request);
