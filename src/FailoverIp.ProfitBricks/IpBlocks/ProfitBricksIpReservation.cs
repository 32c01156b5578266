namespace FailoverIp.ProfitBricks;

/// <summary>Reserves and releases IP blocks through the Cloud API v6 (<c>/ipblocks</c>).</summary>
public sealed class ProfitBricksIpReservation : IIpReservation
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly CloudClient _client;
    private readonly RequestFollower _requests;

    /// <summary>Prepares for an account. Nothing is sent yet.</summary>
    /// <param name="options">The account.</param>
    /// <param name="client">Sends the requests. Its handler should follow no redirects.</param>
    /// <param name="time">The clock; the system's where none is given.</param>
    /// <exception cref="FailoverIpException">The options cannot be used (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public ProfitBricksIpReservation(ProfitBricksOptions options, HttpClient client, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(client);
        var clock = time ?? TimeProvider.System;
        _client = ProfitBricksFactory.Client(new HttpExchange(client, clock), options.Checked());
        _requests = new(_client, clock);
    }

    /// <summary>The longest that a request may take to end after it was accepted.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan ChangeTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IpReservation>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _client.ListIpBlocksAsync(new(RequestTimeout, cancellationToken)).ConfigureAwait(false)).Select(IpReservation.Of)];

    /// <inheritdoc/>
    public async Task<IpReservation> ReserveAsync(string location, int size, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(location);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var bounds = new RequestBounds(RequestTimeout, cancellationToken);
        var (block, request) = await ReserveAsync(new IpBlockPost(new(location, size, name)), bounds).ConfigureAwait(false);
        if (block.Id is not { Length: > 0 } id)
            throw Unknown($"{_client.Host} accepted the reservation without naming the block");
        await _requests.WithinAsync(ChangeTimeout, $"IP block {id}", async b =>
        {
            await _requests.WaitAsync(request, b).ConfigureAwait(false);
            block = await _requests.WhenAvailableAsync(c => _client.GetIpBlockAsync(id, c), static c => c.Metadata.IsBusy(), b).ConfigureAwait(false);
        }, bounds).ConfigureAwait(false);
        return IpReservation.Of(block);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(string id, bool force = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var bounds = new RequestBounds(RequestTimeout, cancellationToken);
        var block = IpReservation.Of(await _client.GetIpBlockAsync(id, bounds).ConfigureAwait(false));
        if (!force && block.Uses.Count > 0)
        {
            throw new FailoverIpException(FailoverErrorKind.Rejected,
                $"the IP block {OneLine.Of(id)} is in use ({string.Join(", ", block.Uses.Select(u => $"{u.Address} by {u.User}"))}): take its addresses off first") { NothingSent = true };
        }
        var request = await _client.DeleteIpBlockAsync(id, bounds).ConfigureAwait(false);
        await _requests.WithinAsync(ChangeTimeout, $"IP block {OneLine.Of(id)}", b => _requests.WaitAsync(request, b), bounds).ConfigureAwait(false);
    }

    private async Task<(IpBlock Block, CloudRequest Request)> ReserveAsync(IpBlockPost post, RequestBounds bounds)
    {
        try
        {
            return await _client.ReserveIpBlockAsync(post, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e is { NothingSent: false, Kind: FailoverErrorKind.Unavailable or FailoverErrorKind.Timeout })
        {
            throw Unknown(e.Message, e);
        }
    }

    private static FailoverIpException Unknown(string what, FailoverIpException? inner = null) =>
        new(inner?.Kind ?? FailoverErrorKind.Unavailable, $"{what}; a block may have been reserved all the same: list them before reserving again", inner);
}
