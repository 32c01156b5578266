using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Node.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SleepingServerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _starts;

    private string Path => _folder["s.sock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_who_connects_wakes_it_and_all_are_answered()
    {
        await using var server = Sleep();
        _starts.ShouldBe(0);

        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync()))).ShouldAllBe(a => a == "here");

        _starts.ShouldBe(1);
        (await AskAsync()).ShouldBe("here");
    }

    [Fact]
    public async Task One_that_nobody_has_asked_ends_without_having_been_started()
    {
        await Sleep().DisposeAsync();

        _starts.ShouldBe(0);
        await Should.ThrowAsync<HttpRequestException>(AskAsync);
    }

    [Fact]
    public async Task One_that_was_woken_ends_as_well()
    {
        var server = Sleep();
        await AskAsync();

        await server.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(AskAsync);
    }

    [Fact]
    public async Task A_client_that_has_gone_again_does_no_harm()
    {
        await using var server = Sleep();
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path));

        (await AskAsync()).ShouldBe("here");
    }

    [Fact]
    public async Task Where_it_cannot_be_started_nobody_is_kept_waiting()
    {
        await using var server = new SleepingServer(Path, _ => throw new IOException("no"), TimeProvider.System, NullLogger.Instance);

        await Should.ThrowAsync<HttpRequestException>(AskAsync);
    }

    [Fact]
    public async Task A_place_that_is_taken_is_told_at_once()
    {
        await using var server = Sleep();

        Should.Throw<SocketException>(Sleep).SocketErrorCode.ShouldBe(SocketError.AddressAlreadyInUse);
    }

    private SleepingServer Sleep() => new(Path, StartAsync, TimeProvider.System, NullLogger.Instance);

    private Task<IStatusServer> StartAsync(IConnectionListenerFactory listener)
    {
        Interlocked.Increment(ref _starts);
        return StatusServer.StartAsync(static c => c.Response.WriteAsync("here"), new(StatusAccess.Everybody), o => o.ListenUnixSocket(Path), listener, CancellationToken.None);
    }

    private async Task<string> AskAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        return await http.GetStringAsync(new Uri("http://localhost/"));
    }
}
