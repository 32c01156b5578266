using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class StatusReloadTests
{

    private static async Task<HttpStatusCode> AskAsync(Uri url)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(url, "status"));
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
        await node.ServersAsync();

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
        await node.ServersAsync();
        var other = await TestNode.StartAsync(TestNode.Options with { Name = "s2", ControlSocket = folder["b.sock"] });
        await other.ServersAsync();

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

    [Fact]
    public async Task From_this_machine_to_all_and_back_at_the_same_port()
    {
        var (port, taken) = (Port(), Port());
        port.Holder.Dispose();
        using var holder = taken.Holder;
        var everywhere = new Uri($"http://0.0.0.0:{port.Url.Port}/");
        await using var node = await TestNode.StartAsync(TestNode.Options with { StatusListen = port.Url });
        await node.ServersAsync();

        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = everywhere, StatusToken = First });
        (await AskAsync(port.Url)).ShouldBe(HttpStatusCode.Unauthorized);
        node.Node.Options.StatusListen.ShouldBe(everywhere);

        // An address that no machine has.
        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = new($"http://192.0.2.1:{port.Url.Port}/"), StatusToken = First });
        await node.ServersAsync();
        (await AskAsync(port.Url)).ShouldBe(HttpStatusCode.Unauthorized);
        node.Node.Options.StatusListen.ShouldBe(everywhere);

        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = port.Url });
        (await AskAsync(port.Url)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_for_the_network_without_a_token_is_refused_also_where_code_asks_for_it()
    {
        await using var node = await TestNode.StartAsync();

        var failure = await Should.ThrowAsync<FailoverIpException>(() => node.Node.ReloadAsync(TestNode.Options with { StatusListen = new("http://0.0.0.0:9112") }));

        failure.Message.ShouldBe("Status.Listen: 0.0.0.0 is not a loopback address: whoever can reach it would see the status of this node; it needs a token");
    }

    [Fact]
    public async Task A_control_socket_whose_folder_is_gone_keeps_no_reload_and_no_stop_from_its_end()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["run"]);
        await using var node = await TestNode.StartAsync(TestNode.Options with { ControlSocket = folder["run/a.sock"] });
        await node.ServersAsync();
        Directory.Delete(folder["run"], recursive: true);

        await node.Node.ReloadAsync(TestNode.Options with { ControlSocket = folder["b.sock"] });

        (await ControlClient.GetStatusAsync(folder["b.sock"])).Node.ShouldBe("s1");
        node.Node.Options.ControlSocket.ShouldBe(folder["b.sock"]);
    }

    private static readonly StatusToken First = new("0123456789abcdef-first"), Second = new("0123456789abcdef-second");

    [Fact]
    public async Task Another_token_counts_at_once_and_whoever_listens_by_the_old_one_is_cut_off()
    {
        await using var site = await StatusSite.StartAsync(TestNode.Options with { StatusToken = First });
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/events") { Headers = { { "Authorization", "Bearer 0123456789abcdef-first" } } };
        using var stream = await site.Http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var events = await stream.Content.ReadAsStreamAsync();

        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { StatusToken = Second });

        await ToEndAsync(events);
        (await site.GetAsync("/status", ("Authorization", "Bearer 0123456789abcdef-first"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await site.GetAsync("/status", ("Cookie", $"failoverip-status={First.Cookie}"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await site.GetAsync("/status", ("Authorization", "Bearer 0123456789abcdef-second"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        site.Node.Node.Options.StatusToken.ShouldBe(Second);
        site.Node.Log.Lines.ShouldContain("Information: http://127.0.0.1:0/ is for others now; whoever was connected is cut off");
    }

    [Fact]
    public async Task A_token_comes_and_goes()
    {
        await using var site = await StatusSite.StartAsync();
        (await site.GetAsync("/status")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { StatusToken = First });
        (await site.GetAsync("/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { StatusToken = null });
        (await site.GetAsync("/status")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Healthz_is_opened_and_closed_and_nobody_is_cut_off_for_it()
    {
        await using var site = await StatusSite.StartAsync(TestNode.Options with { StatusToken = First });
        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        (await site.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { OpenHealthz = true });
        (await site.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await site.Node.Node.ReloadAsync(site.Node.Node.Options with { OpenHealthz = false });
        (await site.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        site.Node.Log.Lines.ShouldNotContain(l => l.Contains("cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_cannot_leave_the_network_keeps_its_token()
    {
        var (open, taken) = (Port(), Port());
        open.Holder.Dispose();
        using var holder = taken.Holder;
        var everywhere = new Uri($"http://0.0.0.0:{open.Url.Port}/");
        await using var node = await TestNode.StartAsync(TestNode.Options with { StatusListen = everywhere, StatusToken = First });
        await node.ServersAsync();

        await node.Node.ReloadAsync(TestNode.Options with { StatusListen = taken.Url });

        node.Log.Lines.ShouldContain($"Error: {taken.Url} cannot be taken (the address is in use); {everywhere} stays");
        (await AskAsync(open.Url)).ShouldBe(HttpStatusCode.Unauthorized);
        node.Node.Options.StatusToken.ShouldBe(First);
    }

    [SkippableFact]
    public async Task The_control_socket_is_given_to_another_group_and_back()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "nobody but root may give a file away");
        using var folder = new TempFolder();
        var options = TestNode.Options with { ControlSocket = folder["c.sock"] };
        await using var node = await TestNode.StartAsync(options);
        await node.ServersAsync();
        var own = GroupOf(folder["c.sock"]);

        await node.Node.ReloadAsync(options with { ControlGroup = "4242" });
        GroupOf(folder["c.sock"]).ShouldBe("4242");
        File.GetUnixFileMode(folder["c.sock"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, "0660");
        (await ControlClient.GetStatusAsync(folder["c.sock"])).Node.ShouldBe("s1");

        await node.Node.ReloadAsync(options with { ControlGroup = "there-is-no-such-group" });
        GroupOf(folder["c.sock"]).ShouldBe("4242");
        node.Node.Options.ControlGroup.ShouldBe("4242");
        node.Log.Lines.ShouldContain($"Error: {folder["c.sock"]} stays with the group that it has (Control.Group: there is no group \"there-is-no-such-group\")");

        await node.Node.ReloadAsync(options);
        GroupOf(folder["c.sock"]).ShouldBe(own);
    }

    [SkippableFact]
    public async Task A_control_socket_that_moves_has_its_new_group_whatever_has_become_of_the_old_one()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "nobody but root may give a file away");
        using var folder = new TempFolder();
        var options = TestNode.Options with { ControlSocket = folder["c.sock"], ControlGroup = "4241" };
        await using var node = await TestNode.StartAsync(options);
        await node.ServersAsync();
        File.Delete(folder["c.sock"]);

        await node.Node.ReloadAsync(options with { ControlSocket = folder["d.sock"], ControlGroup = "4242" });

        GroupOf(folder["d.sock"]).ShouldBe("4242");
        node.Node.Options.ControlGroup.ShouldBe("4242");
    }

    [SkippableFact]
    public async Task Who_was_connected_to_the_control_socket_is_cut_off_when_its_group_changes()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "nobody but root may give a file away");
        using var folder = new TempFolder();
        var options = TestNode.Options with { ControlSocket = folder["c.sock"] };
        await using var node = await TestNode.StartAsync(options);
        await node.ServersAsync();
        using var connected = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connected.ConnectAsync(new UnixDomainSocketEndPoint(folder["c.sock"]));
        await connected.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        (await connected.ReceiveAsync(new byte[4096])).ShouldBeGreaterThan(0, "it is answered, and stays connected");

        await node.Node.ReloadAsync(options with { ControlGroup = "4242" });

        using var stream = new NetworkStream(connected);
        await ToEndAsync(stream);
    }

    [Fact]
    public async Task What_belongs_to_a_start_is_told_and_the_rest_is_not()
    {
        await using var node = await TestNode.StartAsync();

        await node.Node.ReloadAsync(TestNode.Options with { Name = "s9", StartupDelay = TimeSpan.FromSeconds(1), DelayAfterBoot = TimeSpan.FromSeconds(2), StatusToken = First, OpenHealthz = true });

        node.Log.Lines.Where(l => l.Contains("started again", StringComparison.Ordinal)).ShouldBe(
        [
            "Warning: Node changed; that takes effect when the node is started again",
            "Warning: Vrrp.DelayAfterBoot changed; that takes effect when the node is started again",
            "Warning: Vrrp.StartupDelay changed; that takes effect when the node is started again",
        ]);
        node.Node.Options.Name.ShouldBe("s1");
    }

    /// <summary>Reads what is on its way, until somebody ends it: sooner than an idle connection ends by itself, which is after 30 s.</summary>
    private static async Task ToEndAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) > 0)
            {
                // More of it.
            }
        }
        catch (IOException)
        {
            // Reset, which is an end as well.
        }
    }

    private static string GroupOf(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%g", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
