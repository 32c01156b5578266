using FailoverIp;

namespace Samples.Tests.Guides;

public sealed class MyProvider(HttpClient http) : IFailoverIpProvider
{
    // Who owns the address now? Never writes.
    public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var target = request.Target.Require("Server");
        using var answer = await SendAsync(HttpMethod.Get, request, null, cancellationToken);
        var owner = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new(Target: target, Owner: owner.Length == 0 ? null : owner, RoutedToTarget: owner == target);
    }

    // One write. Returns when it is accepted; retry, waiting and verification are the router's.
    public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Put, request, new StringContent(request.Target.Require("Server")), cancellationToken);
        return Reroute.Accepted;
    }

    // Each request is bounded in time, and whatever goes wrong is one of the typed errors.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, RouteRequest request, HttpContent? content, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, new Uri($"owner/{request.Address.Address}", UriKind.Relative)) { Content = content };
        try
        {
            var answer = await http.SendAsync(message, cancellationToken).WaitAsync(request.RequestTimeout, cancellationToken);
            return answer.StatusCode switch
            {
                _ when answer.IsSuccessStatusCode => answer,
                System.Net.HttpStatusCode.Unauthorized => throw new FailoverIpException(FailoverErrorKind.Authentication, "the service refuses the token"),
                System.Net.HttpStatusCode.TooManyRequests => throw new FailoverIpException(FailoverErrorKind.RateLimited, "too many requests") { RetryAfter = answer.Headers.RetryAfter?.Delta },
                >= System.Net.HttpStatusCode.InternalServerError => throw new FailoverIpException(FailoverErrorKind.Unavailable, $"the service answered {(int)answer.StatusCode}"),
                _ => throw new FailoverIpException(FailoverErrorKind.Rejected, $"the service answered {(int)answer.StatusCode}"),
            };
        }
        catch (TimeoutException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Timeout, $"no answer within {request.RequestTimeout.TotalSeconds} s", e);
        }
        catch (HttpRequestException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Unavailable, "the service cannot be reached", e);
        }
    }
}
