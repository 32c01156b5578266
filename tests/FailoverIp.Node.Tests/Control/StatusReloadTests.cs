using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class StatusReloadTests
{
    private static Task<IReadOnlyList<IStatusServer>> ServersOf(TestNode node) => node.All<IHostedService>().OfType<StatusService>().Single().StartedAsync();

    private static async Task<HttpStatusCode> AskAsync(Uri url)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(url, "healthz"));
        return answer.StatusCode;
    }

    // Taken by nobody else while it is held.
    private static (Socket Holder, Uri Url) Port()
    {
        var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        return (holder, new($"http://127.0.0.1:{((IPEndPoint)holder.LocalEndPoint!).Port}/"));
    }

    [Fact]
    public async Task The_control_socket_moves_and_the_old_one_is_gone()
    {
        using var folder = new TempFolder();
        await using var node = await TestNode.StartAsync(TestNode.Options with { ControlSocket = folder["a.sock"] });
        await ServersOf(node);

        await node.Node.ReloadAsync(TestNode.Options with { ControlSocket = folder["b.sock"] });

        (await ControlClient.GetStatusAsync(folder["b.sock"])).Node.ShouldBe("s1");
        File.Exists(folder["a.sock"]).ShouldBeFalse();
        node.Node.Options.ControlSocket.ShouldBe(folder["b.sock"]);
        await node.StopAsync();
        File.Exists(folder["b.sock"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_place_that_another_node_holds_is_told_and_the_old_one_goes_on_until_the_next_reload()
    {
        using var folder = new TempFolder();
        await using var node = await TestNode.StartAsync(TestNode.Options with { ControlSocket = folder["a.sock"] });
        await ServersOf(node);
        var other = await TestNode.StartAsync(TestNode.Options with { Name = "s2", ControlSocket = folder["b.sock"] });
        await ServersOf(other);

        await node.Node.ReloadAsync(TestNode.Options with { ControlSocket = folder["b.sock"] });

        node.Log.Lines.ShouldContain($"Error: {folder["b.sock"]} cannot be taken (another node is running here: it holds the control socket {folder["b.sock"]}); {folder["a.sock"]} stays");
        (await ControlClient.GetStatusAsync(folder["a.sock"])).Node.ShouldBe("s1");
        (await ControlClient.GetStatusAsync(folder["b.sock"])).Node.ShouldBe("s2");
        node.Node.Options.ControlSocket.ShouldBe(folder["a.sock"]);

        await other.DisposeAsync();
        await node.Node.ReloadAsync(TestNode.Options with { ControlSocket = folder["b.sock"] });
        (await ControlClient.GetStatusAsync(folder["b.sock"])).Node.ShouldBe("s1");
    }

    [Fact]
    public async Task The_status_URL_comes_moves_and_goes()
    {
        await using var node = await TestNode.StartAsync();
        var (first, second) = (Port(), Port());
        first.Holder.Dispose();

        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = first.Url });
        (await AskAsync(first.Url)).ShouldBe(HttpStatusCode.OK);

        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = second.Url });
        node.Log.Lines.ShouldContain($"Error: {second.Url} cannot be taken (the address is in use); {first.Url} stays");
        (await AskAsync(first.Url)).ShouldBe(HttpStatusCode.OK);

        second.Holder.Dispose();
        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = second.Url });
        (await AskAsync(second.Url)).ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(first.Url));

        await node.Node.ReloadAsync(TestNode.Options);
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(second.Url));
    }
}
