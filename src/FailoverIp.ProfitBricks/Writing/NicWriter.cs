using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// Puts an address on a NIC and takes it off, leaving every other address of it alone. The list that is sent is the one just read from a NIC
/// without pending changes, with exactly one address more or less.
/// </summary>
internal sealed class NicWriter(CloudClient client, RequestFollower requests)
{
    private readonly WriteGates _gates = new(requests);

    /// <summary>Adds the address behind the NIC's own, the first of which is its primary one. Null where it is there already.</summary>
    public Task<CloudRequest?> AddAsync(NicId nic, IPAddress ip, WriteWindow window) =>
        ChangeAsync(nic, window, now => now.Lists(ip) ? null : [.. Ips(now), ip.ToString()]);

    /// <summary>Takes the address off the NIC. Null where it is not there any more.</summary>
    /// <exception cref="FailoverIpException">It is the NIC's only one (<see cref="FailoverErrorKind.Rejected"/>); nothing was sent.</exception>
    public Task<CloudRequest?> RemoveAsync(NicId nic, IPAddress ip, WriteWindow window) => ChangeAsync(nic, window, now =>
    {
        if (!now.Lists(ip))
            return null;
        var rest = Ips(now).Where(text => !text.Is(ip)).ToArray();
        return rest.Length > 0 ? rest : throw OnlyAddress(nic, ip);
    });

    /// <summary>The NIC once no change of it is pending.</summary>
    public Task<Nic> ReadSettledAsync(NicId nic, RequestBounds bounds) =>
        requests.WhenAvailableAsync(b => client.GetNicAsync(nic, b), IsBusy, bounds);

    /// <summary>Follows a change of a NIC to its end, also where the answer did not say how.</summary>
    public async Task WaitAsync(CloudRequest request, NicId nic, RequestBounds bounds)
    {
        if (request.Id is null)
            await ReadSettledAsync(nic, bounds).ConfigureAwait(false);
        else
            await requests.WaitAsync(request, bounds).ConfigureAwait(false);
    }

    /// <summary>Why a NIC's only address cannot be taken off it.</summary>
    public static FailoverIpException OnlyAddress(NicId nic, IPAddress ip) => new(FailoverErrorKind.Rejected,
        $"{ip} is the only address of the NIC {nic}; taking it off would make the service assign another one: give the NIC an address of its own first (from a reserved block)");

    private Task<CloudRequest?> ChangeAsync(NicId nic, WriteWindow window, Func<Nic, IReadOnlyList<string>?> change) =>
        _gates.ChangeAsync($"the NIC {nic}", b => client.GetNicAsync(nic, b), IsBusy, now => Patch(nic, now, change), (patch, b) => client.PatchNicAsync(nic, patch, b), window);

    // A LAN number that is missing must not be sent as 0: the service would create that LAN and move the NIC.
    private NicPatch? Patch(NicId nic, Nic now, Func<Nic, IReadOnlyList<string>?> change) =>
        now.Properties is not { Lan: > 0 } properties ? throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{client.Host} shows the NIC {nic} without its LAN")
        : change(now) is { } ips ? new(properties.Lan, ips) : null;

    private static bool IsBusy(Nic nic) => nic.Metadata.IsBusy();

    private static IEnumerable<string> Ips(Nic nic) => nic.Properties?.Ips?.OfType<string>() ?? [];
}
