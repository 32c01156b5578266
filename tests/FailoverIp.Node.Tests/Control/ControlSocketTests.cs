using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class ControlSocketTests
{
    private static NodeOptions At(string socket, string? listen = null) => TestNode.Options with { ControlSocket = socket, StatusListen = listen is null ? null : new(listen) };


    [Fact]
    public async Task A_running_node_answers_its_status_at_the_socket()
    {
        using var folder = new TempFolder();
        var socket = folder["run/failoverip/control.sock"];
        await using var node = await TestNode.StartAsync(At(socket));
        await node.ServersAsync();

        var status = await ControlClient.GetStatusAsync(socket);

        status.Node.ShouldBe("s1");
        status.Instances.ShouldHaveSingleItem().Discarded.ShouldContainKey("badTtl");
        File.GetUnixFileMode(socket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, "0660");
    }

    [Fact]
    public async Task A_stopped_node_leaves_no_socket()
    {
        using var folder = new TempFolder();
        var node = await TestNode.StartAsync(At(folder["c.sock"]));
        await node.ServersAsync();

        await node.DisposeAsync();

        File.Exists(folder["c.sock"]).ShouldBeFalse();
        (await Should.ThrowAsync<NodeException>(() => ControlClient.GetStatusAsync(folder["c.sock"]))).Message
            .ShouldBe($"no node is running: there is no control socket at {folder["c.sock"]}");
    }

    [Fact]
    public async Task What_a_dead_node_left_is_replaced()
    {
        using var folder = new TempFolder();
        LeaveSocket(folder["c.sock"]);
        (await Should.ThrowAsync<NodeException>(() => ControlClient.GetStatusAsync(folder["c.sock"]))).Message
            .ShouldBe($"no node is running: {folder["c.sock"]} was left by one that has ended");

        await using var node = await TestNode.StartAsync(At(folder["c.sock"]));
        await node.ServersAsync();

        (await ControlClient.GetStatusAsync(folder["c.sock"])).Node.ShouldBe("s1");
    }

    [Fact]
    public async Task A_second_node_is_kept_away_before_its_engine_starts()
    {
        using var folder = new TempFolder();
        await using var first = await TestNode.StartAsync(At(folder["c.sock"]));
        await using var second = TestNode.Create(At(folder["c.sock"]));

        (await Should.ThrowAsync<NodeException>(second.StartHostAsync)).Message
            .ShouldBe($"another node is running here: it holds the control socket {folder["c.sock"]}");

        second.Engine.Started.ShouldBeEmpty();
        await first.ServersAsync();
        (await ControlClient.GetStatusAsync(folder["c.sock"])).Node.ShouldBe("s1", "the first is not disturbed");
    }

    [Fact]
    public async Task A_live_socket_of_somebody_else_is_not_taken()
    {
        using var folder = new TempFolder();
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(folder["c.sock"]));
        other.Listen();
        await using var node = TestNode.Create(At(folder["c.sock"]));

        (await Should.ThrowAsync<NodeException>(node.StartHostAsync)).Message.ShouldStartWith("another node is running here");
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_socket_is_left_alone()
    {
        using var folder = new TempFolder();
        folder.Write("c.sock", "precious");
        await using var node = TestNode.Create(At(folder["c.sock"]));

        (await Should.ThrowAsync<NodeException>(node.StartHostAsync)).Message.ShouldBe($"{folder["c.sock"]} exists and is not a socket");

        File.ReadAllText(folder["c.sock"]).ShouldBe("precious");
    }

    [Fact]
    public async Task The_place_is_free_again_for_the_next_node()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 2; i++)
        {
            await using var node = await TestNode.StartAsync(At(folder["c.sock"]));
            await node.ServersAsync();
            (await ControlClient.GetStatusAsync(folder["c.sock"])).Node.ShouldBe("s1");
        }
    }

    [Fact]
    public async Task The_status_URL_answers_status_and_health_and_nothing_else()
    {
        using var folder = new TempFolder();
        await using var node = await TestNode.StartAsync(At(folder["c.sock"], "http://127.0.0.1:0"));
        var url = (await node.ServersAsync()).SelectMany(s => s.Addresses).Single(a => a.StartsWith("http://127", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = new(url) };

        NodeStatus.FromJson(await http.GetStringAsync("/status")).Node.ShouldBe("s1");
        var starting = await http.GetAsync("/healthz");
        (starting.StatusCode, await starting.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "VI_1: Initialize\n"));
        node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        (await http.GetStringAsync("/healthz")).ShouldBe("healthy\n");
        (await http.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("/status/../../etc/passwd")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.PostAsync("/status", null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        node.Engine.Move("VI_1", Vrrp.VrrpState.Fault, fault: "eth1 is down");
        var health = await http.GetAsync("/healthz");
        (health.StatusCode, await health.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "VI_1: Fault, eth1 is down\n"));
    }

    [Fact]
    public async Task A_kernel_that_does_not_balance_is_not_healthy()
    {
        using var folder = new TempFolder();
        var server = new Lvs.VirtualServerOptions { Name = "http", Key = Vrrp.Ipvs.IpvsServiceKey.OfMark(7), RealServers = [new() { Address = new(IPAddress.Parse("10.0.0.1"), 0) }] };
        await using var node = TestNode.Create(At(folder["c.sock"], "http://127.0.0.1:0") with { Sysctls = SysctlHandling.Ignore, VirtualServers = [new(server)] });
        node.Ipvs.Failure = "this kernel has no IPVS";
        await node.StartHostAsync();
        node.Engine.Move("VI_1", Vrrp.VrrpState.Backup);
        var url = (await node.ServersAsync()).SelectMany(s => s.Addresses).Single(a => a.StartsWith("http://127", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = new(url) };

        var health = await http.GetAsync("/healthz");
        (health.StatusCode, await health.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "http: this kernel has no IPVS\n"));
    }

    [Fact]
    public async Task The_page_and_its_changes_tell_of_an_applications_work_that_fails_as_healthz_does()
    {
        await using var site = await StatusSite.StartAsync();
        await using var work = site.Node.Node.WhileActive("VI_1", _ => throw new InvalidOperationException("no queue"));
        site.Node.Engine.Move("VI_1", Vrrp.VrrpState.Active);
        await site.Node.UntilAsync(() => site.Node.Web.State == RouteKeeperState.Routed && site.Node.Get<FailoverNode>().WorkProblems.Count == 1);

        var health = await site.Http.GetAsync("/healthz");
        (health.StatusCode, await health.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "the work of VI_1 has failed: InvalidOperationException: no queue\n"));
        (await site.Http.GetStringAsync("/")).ShouldContain("no queue");
        using var events = new StreamReader(await site.Http.GetStreamAsync("/events"));
        string? line;
        do
            line = await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        while (line is not null && !line.Contains("1 problem", StringComparison.Ordinal));
        line.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_status_port_in_use_is_one_line_and_the_node_runs_on_until_it_is_free()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var node = await TestNode.StartAsync(TestNode.Options with { StatusListen = new($"http://127.0.0.1:{port}") });
        var line = $"Error: http://127.0.0.1:{port}/ cannot be served (the address is in use); the node runs on and tries again every 10 s";

        await node.UntilAsync(() => node.Log.Lines.Contains(line) && node.Time.Elapsed > TimeSpan.FromSeconds(25));

        node.Engine.Started.ShouldNotBeEmpty();
        node.Log.Lines.Count(l => l == line).ShouldBe(1);
        taken.Stop();
        await node.UntilAsync(() => node.Log.Lines.Contains($"Information: status at http://127.0.0.1:{port}/"));
    }

    [Fact]
    public async Task What_does_not_answer_as_a_node_does_is_one_line()
    {
        using var folder = new TempFolder();
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(folder["c.sock"]));
        other.Listen();
        var asked = ControlClient.GetStatusAsync(folder["c.sock"]);
        using (var accepted = await other.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(20)))
            await accepted.SendAsync("SSH-2.0-OpenSSH\r\n"u8.ToArray());

        (await Should.ThrowAsync<NodeException>(() => asked)).Message.ShouldBe($"what listens at {folder["c.sock"]} does not answer as a node does");
        (await Should.ThrowAsync<NodeException>(() => ControlClient.GetStatusAsync(new string('x', 300)))).Message.ShouldEndWith("is not the path of a control socket");
    }

    [Fact]
    public async Task A_folder_in_its_place_is_one_line()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["c.sock"]);
        await using var node = TestNode.Create(At(folder["c.sock"]));

        (await Should.ThrowAsync<NodeException>(node.StartHostAsync)).Message.ShouldBe($"{folder["c.sock"]} exists and is not a socket");
    }

    [Fact]
    public async Task The_group_that_is_named_may_use_it()
    {
        using var folder = new TempFolder();
        var group = OwnGroup();
        await using var node = await TestNode.StartAsync(At(folder["c.sock"]) with { ControlGroup = group });
        await node.ServersAsync();

        var listed = Run("stat", "-c", "%a %G", folder["c.sock"]);

        listed.ShouldStartWith("660 ");
        listed.ShouldEndWith($" {group}");
        Directory.Exists(folder["c.sock.new"]).ShouldBeFalse("nothing else is left");
    }

    [Fact]
    public async Task A_group_that_does_not_exist_is_one_line()
    {
        using var folder = new TempFolder();
        await using var node = TestNode.Create(At(folder["c.sock"]) with { ControlGroup = "no-such-group" });

        (await Should.ThrowAsync<NodeException>(node.StartHostAsync)).Message.ShouldBe("Control.Group: there is no group \"no-such-group\"");
    }

    [Fact]
    public void Nobody_else_can_reach_the_socket_before_it_has_its_mode()
    {
        using var folder = new TempFolder();
        using var socket = ControlSocket.Claim(folder["c.sock"]);

        File.GetUnixFileMode(System.IO.Path.GetDirectoryName(socket.BindPath)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // One of root's, or the one this user has.
    private static string OwnGroup() => Environment.IsPrivilegedProcess ? "daemon" : Run("id", "-gn");

    private static string Run(string command, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    private static void LeaveSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + ".other"));
        File.Move(path + ".other", path); // so that closing it does not remove it, as a kill would not
    }
}
