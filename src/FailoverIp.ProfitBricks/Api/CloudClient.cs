using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FailoverIp.ProfitBricks;

/// <summary>
/// The few calls of the IONOS Cloud API v6 that failover addresses need, typed. Nothing is tried again here, and a write returns when it is
/// accepted: its end is <see cref="RequestFollower"/>'s.
/// </summary>
internal sealed class CloudClient(HttpExchange http, Uri baseAddress, Credentials credentials, int? contractNumber)
{
    private const int PageSize = 100;
    private const int MaxPages = 100;

    /// <summary>The service as messages name it.</summary>
    public string Host => baseAddress.Authority;

    public Task<Datacenter> GetDatacenterAsync(Guid datacenter, RequestBounds bounds) =>
        GetAsync($"datacenters/{datacenter}", CloudJson.Default.Datacenter, "did not show the data center", bounds);

    public Task<Nic> GetNicAsync(NicId nic, RequestBounds bounds) => GetAsync(nic.Path, CloudJson.Default.Nic, $"did not show the NIC {nic}", bounds);

    /// <summary>Replaces the whole list of a NIC's addresses.</summary>
    public Task<CloudRequest> PatchNicAsync(NicId nic, NicPatch patch, RequestBounds bounds)
    {
        // Passing an empty list "will assign an IP address automatically" (NicProperties.ips): it must never leave this machine.
        if (patch.Ips.Count == 0)
            throw new InvalidOperationException("an empty list of addresses must not be sent");
        return WriteAsync(HttpMethod.Patch, nic.Path, JsonSerializer.SerializeToUtf8Bytes(patch, CloudRequestJson.Default.NicPatch), $"refused to change the NIC {nic}", bounds);
    }

    public Task<Lan> GetLanAsync(Guid datacenter, int lan, RequestBounds bounds) => GetAsync(LanPath(datacenter, lan), CloudJson.Default.Lan, $"did not show the LAN {lan}", bounds);

    /// <summary>Replaces the whole list of a LAN's failover groups.</summary>
    public Task<CloudRequest> PatchLanAsync(Guid datacenter, int lan, LanPatch patch, RequestBounds bounds) =>
        WriteAsync(HttpMethod.Patch, LanPath(datacenter, lan), JsonSerializer.SerializeToUtf8Bytes(patch, CloudRequestJson.Default.LanPatch), $"refused to change the LAN {lan}", bounds);

    /// <summary>The NICs in a LAN, with their addresses.</summary>
    public Task<IReadOnlyList<Nic>> ListLanNicsAsync(Guid datacenter, int lan, RequestBounds bounds) =>
        ListAsync($"{LanPath(datacenter, lan)}/nics", CloudJson.Default.PageNic, static n => n?.Properties is not null, $"did not list the NICs in LAN {lan}", bounds);

    public Task<IpBlock> GetIpBlockAsync(string id, RequestBounds bounds) => GetAsync(BlockPath(id), CloudJson.Default.IpBlock, "did not show the IP block", bounds);

    public Task<IReadOnlyList<IpBlock>> ListIpBlocksAsync(RequestBounds bounds) => ListAsync("ipblocks", CloudJson.Default.PageIpBlock, static b => b?.Properties is not null, "did not list the IP blocks", bounds);

    /// <summary>Reserves a block. Its id is in the answer, its addresses are known when the request is done.</summary>
    public async Task<(IpBlock Block, CloudRequest Request)> ReserveIpBlockAsync(IpBlockPost post, RequestBounds bounds)
    {
        var answer = await SendAsync(HttpMethod.Post, "ipblocks", JsonSerializer.SerializeToUtf8Bytes(post, CloudRequestJson.Default.IpBlockPost), "refused to reserve an IP block", bounds).ConfigureAwait(false);
        return (answer.Read(CloudJson.Default.IpBlock, Host), CloudRequest.Of(answer));
    }

    public Task<CloudRequest> DeleteIpBlockAsync(string id, RequestBounds bounds) => WriteAsync(HttpMethod.Delete, BlockPath(id), null, "refused to release the IP block", bounds);

    /// <summary>How far a request is, asked for under our own base address wherever its <c>Location</c> pointed.</summary>
    public Task<RequestStatus> GetRequestStatusAsync(string id, RequestBounds bounds) =>
        GetAsync($"requests/{Uri.EscapeDataString(id)}/status", CloudJson.Default.RequestStatus, "did not show the request's status", bounds);

    /// <summary>What the service says of a request that failed, fit for a message.</summary>
    public string Tellable(string? words)
    {
        try
        {
            return OneLine.Of((words ?? "").Without(credentials.Read().Secrets));
        }
        catch (FailoverIpException)
        {
            return ""; // without the secrets nobody knows whether it repeats them
        }
    }

    private static string LanPath(Guid datacenter, int lan) => string.Create(CultureInfo.InvariantCulture, $"datacenters/{datacenter}/lans/{lan}");

    private static string BlockPath(string id) => $"ipblocks/{Uri.EscapeDataString(id)}";

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, string otherwise, RequestBounds bounds)
        where T : class =>
        (await SendAsync(HttpMethod.Get, $"{path}?pretty=false", null, otherwise, bounds).ConfigureAwait(false)).Read(type, Host);

    /// <summary>All items of a collection, with their properties (<c>depth=1</c>), page by page.</summary>
    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, JsonTypeInfo<Page<T>> type, Func<T, bool> isWhole, string otherwise, RequestBounds bounds)
    {
        List<T> all = [];
        for (var page = 0; page < MaxPages; page++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"{path}?pretty=false&depth=1&offset={page * PageSize}&limit={PageSize}");
            var answer = await SendAsync(HttpMethod.Get, query, null, otherwise, bounds).ConfigureAwait(false);
            var items = answer.Read(type, Host).Items ?? [];
            // What is listed without its properties must not be taken for something that has none.
            if (!items.All(isWhole))
                throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{Host} {otherwise} with their properties");
            all.AddRange(items);
            if (items.Count < PageSize)
                return all;
        }
        throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{Host} {otherwise}: it has more than {MaxPages * PageSize} of them");
    }

    private async Task<CloudRequest> WriteAsync(HttpMethod method, string path, byte[]? body, string otherwise, RequestBounds bounds) =>
        CloudRequest.Of(await SendAsync(method, path, body, otherwise, bounds).ConfigureAwait(false));

    private async Task<HttpAnswer> SendAsync(HttpMethod method, string path, byte[]? body, string otherwise, RequestBounds bounds)
    {
        var (authorization, secrets) = Sign();
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.Add(new("application/json"));
        if (contractNumber is { } contract)
            request.Headers.Add("X-Contract-Number", contract.ToString(CultureInfo.InvariantCulture));
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        var answer = await http.SendAsync(request, bounds.Timeout, bounds.Cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw CloudErrors.From(answer, Host, otherwise, secrets);
        return answer.IsJson ? answer : answer.Without(secrets);
    }

    private (System.Net.Http.Headers.AuthenticationHeaderValue Header, string[] Secrets) Sign()
    {
        try
        {
            return credentials.Read();
        }
        catch (FailoverIpException e)
        {
            throw e.BeforeTheWrite();
        }
    }
}
