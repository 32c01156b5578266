using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Lvs.Tests.Checks.Support;
using static FailoverIp.Lvs.Tests.Checks.Support.Probes;

namespace FailoverIp.Lvs.Tests.Checks;

/// <summary>Probes against servers of flesh and blood on this machine.</summary>
public class SocketProbeTests
{
    private static readonly HttpCheckOptions Get = new();

    [Fact]
    public async Task A_page_that_is_right_passes_again_and_again()
    {
        await using var server = LocalServer.Http(_ => HttpTalk.Answer());
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get with { Urls = [new() { Digest = HttpTalk.BodyDigest }] }, server.EndPoint, Patient);
        for (var i = 0; i < 20; i++)
            (await probe.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
        server.Connections.ShouldBe(20);
    }

    [Fact]
    public async Task Over_IPv6_too()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(HttpTalk.Answer(), stop);
        }, IPAddress.IPv6Loopback);
        (await AskAsync(Get, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task Many_at_once_each_get_their_own_answer()
    {
        await using var server = LocalServer.Http(path => HttpTalk.Answer($"{path[1..]} X"));
        using var factory = new CheckProbeFactory();
        var codes = Enumerable.Range(200, 200).ToArray();
        var probes = codes.Select(code => factory.Create(Get with { Urls = [new() { Path = $"/{code}", StatusCodes = [code] }] }, server.EndPoint, Patient)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var results = await Task.WhenAll(probes.Select(probe => probe.ProbeAsync(CancellationToken.None).AsTask()));
            results.ShouldAllBe(result => result.Passed);
        }
    }

    [Fact]
    public async Task A_large_page_goes_through_the_digest()
    {
        var body = new string('x', 10_000_000);
        const string digest = "34801b928f5b34fb90c56312d79408f5"; // md5sum's
        await using var server = LocalServer.Http(_ => HttpTalk.Answer(body: body));
        (await AskAsync(Get with { Urls = [new() { Digest = digest }] }, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task Nobody_who_listens_is_told() =>
        (await AskAsync(Get, Closed())).Failure.ShouldBe("GET /: no connection: Connection refused");

    [Fact]
    public async Task A_server_that_never_answers_is_told()
    {
        await using var server = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        (await AskAsync(Get, server.EndPoint, Impatient)).Failure.ShouldBe("GET /: no answer within 0.2 s");
    }

    [Fact]
    public async Task A_server_that_does_not_even_accept_is_told()
    {
        // A full queue of connections: the kernel drops what comes beyond it.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = (IPEndPoint)listener.LocalEndPoint!;
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(target);
        (await AskAsync(Get, target, Impatient)).Failure.ShouldBe("GET /: no connection within 0.2 s");
    }

    [Fact]
    public async Task Answers_that_have_come_during_a_standstill_of_the_thread_are_all_heard()
    {
        const int many = 600; // more than one look at the sockets tells
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (asked, answered) = (0, 0);
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            Interlocked.Increment(ref asked);
            await answer.Task;
            await stream.WriteAsync(HttpTalk.Answer(fields: HttpTalk.Length()), stop);
            Interlocked.Increment(ref answered);
        });
        var standstill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var other = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            await standstill.Task;
            await stream.WriteAsync(HttpTalk.Answer(fields: HttpTalk.Length()), stop);
        });
        var patience = TimeSpan.FromSeconds(10); // within which a busy machine, too, asks all of them
        using var factory = new CheckProbeFactory { AnswersOnThreadPool = false };
        var probes = Enumerable.Range(0, many).Select(_ => factory.Create(Get, server.EndPoint, Timing(patience))).ToArray();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var results = probes.Select(probe => probe.ProbeAsync(CancellationToken.None).AsTask()).ToArray();
        while (Volatile.Read(ref asked) < many)
        {
            Array.TrueForAll(results, result => !result.IsCompleted).ShouldBeTrue("a check has ended before all were asked");
            await Task.Delay(10);
        }
        var stands = new ManualResetEventSlim();
        var goesOn = new ManualResetEventSlim();
        // It has not ended when this is attached: else this very thread would stand still.
        var trigger = factory.Create(Get, other.EndPoint, Patient).ProbeAsync(CancellationToken.None).AsTask().ContinueWith(
            _ =>
            {
                stands.Set();
                goesOn.Wait();
            },
            TaskContinuationOptions.ExecuteSynchronously);
        standstill.SetResult();
        await Task.Run(stands.Wait);
        answer.SetResult();
        while (Volatile.Read(ref answered) < many || System.Diagnostics.Stopwatch.GetElapsedTime(started) < patience + TimeSpan.FromSeconds(1))
            await Task.Delay(10);
        goesOn.Set();
        (await Task.WhenAll(results)).ShouldAllBe(result => result.Passed);
        await trigger;
    }

    [Fact]
    public async Task An_answer_that_drips_may_take_a_delay_loop_and_no_longer()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            foreach (var b in HttpTalk.Answer(fields: $"X: {new string('x', 1000)}\r\n"))
            {
                await stream.WriteAsync(new[] { b }, stop);
                await Task.Delay(20, stop);
            }
        });
        var timing = new EffectiveCheckTiming(TimeSpan.FromMilliseconds(800), TimeSpan.FromMilliseconds(500), 0, TimeSpan.Zero, TimeSpan.Zero);
        (await AskAsync(Get, server.EndPoint, timing)).Failure.ShouldBe("GET /: the answer took longer than 0.8 s");
    }

    [Fact]
    public async Task An_endless_body_is_cut_off()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(HttpTalk.Answer(), stop);
            for (var chunk = new byte[65_536]; ;)
                await stream.WriteAsync(chunk, stop);
        });
        (await AskAsync(Get with { MaxBodySize = 1_000_000 }, server.EndPoint)).Failure.ShouldBe("GET /: the body is longer than 1000000 bytes");
    }

    [Fact]
    public async Task A_reset_connection_is_told()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            stream.Socket.Close(0);
        });
        (await AskAsync(Get, server.EndPoint)).Failure.ShouldBe("GET /: the connection broke: Connection reset by peer");
    }

    [Fact]
    public async Task A_server_that_keeps_the_connection_open_after_a_complete_answer_passes()
    {
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(HttpTalk.Answer(fields: HttpTalk.Length()), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        (await AskAsync(Get, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task The_server_closes_first_where_it_will()
    {
        var closed = new TaskCompletionSource<int>();
        await using var server = new LocalServer(async (stream, stop) =>
        {
            await LocalServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(HttpTalk.Answer(fields: HttpTalk.Length()), stop);
            await Task.Delay(100, stop);
            closed.SetResult(stream.Socket.Available == 0 && stream.Socket.Poll(0, SelectMode.SelectRead) ? 0 : 1); // readable without data: the probe has closed
        });
        (await AskAsync(Get, server.EndPoint)).ShouldBe(CheckResult.Pass);
        (await closed.Task).ShouldBe(1);
    }

    [Fact]
    public async Task First_all_URLs_are_asked_for_then_one_at_a_time()
    {
        var asked = new List<string>();
        var broken = "";
        await using var server = LocalServer.Http(path =>
        {
            lock (asked)
                asked.Add(path);
            return HttpTalk.Answer(path == broken ? "500 X" : "200 OK");
        });
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get with { Urls = [new() { Path = "/a" }, new() { Path = "/b" }] }, server.EndPoint, Patient);
        async Task<CheckResult> Ask() => await probe.ProbeAsync(CancellationToken.None);

        (await Ask()).Passed.ShouldBeTrue();
        asked.ShouldBe(["/a", "/b"]);
        (await Ask()).Passed.ShouldBeTrue();
        broken = "/b";
        (await Ask()).Failure.ShouldBe("GET /b: status 500, expected 200-299");
        broken = "";
        (await Ask()).Failure.ShouldBe("GET /b passes; 1 more of 2 URLs have to");
        (await Ask()).Passed.ShouldBeTrue();
        asked.ShouldBe(["/a", "/b", "/a", "/b", "/b", "/a"]);
    }

    [Fact]
    public async Task A_connection_is_enough_for_TCP()
    {
        await using var server = new LocalServer((_, _) => Task.CompletedTask);
        (await AskAsync(new TcpCheckOptions(), server.EndPoint)).ShouldBe(CheckResult.Pass);
        (await AskAsync(new TcpCheckOptions(), Closed())).Failure.ShouldBe("no connection: Connection refused");
    }

    [Fact]
    public async Task A_cancelled_probe_ends_at_once_and_the_next_one_works()
    {
        var answers = false;
        await using var server = new LocalServer(async (stream, stop) =>
        {
            if (answers)
                await stream.WriteAsync(HttpTalk.Answer(), stop);
            else
                await Task.Delay(Timeout.Infinite, stop);
        });
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get, server.EndPoint, Patient);
        using (var cancellation = new CancellationTokenSource())
        {
            var asking = probe.ProbeAsync(cancellation.Token).AsTask();
            while (server.Connections == 0)
                await Task.Delay(5);
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(asking);
            await Should.ThrowAsync<OperationCanceledException>(async () => await probe.ProbeAsync(cancellation.Token));
        }
        answers = true;
        (await probe.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public async Task A_factory_that_is_disposed_ends_its_probes()
    {
        await using var server = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get, server.EndPoint, Patient);
        var asking = probe.ProbeAsync(CancellationToken.None).AsTask();
        factory.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(asking);
        await Should.ThrowAsync<OperationCanceledException>(async () => await probe.ProbeAsync(CancellationToken.None));
        Should.Throw<ObjectDisposedException>(() => factory.Create(Get, server.EndPoint, Patient));
    }

    [Fact]
    public async Task It_comes_from_the_address_and_port_it_is_told_to_again_and_again()
    {
        var from = new IPEndPoint(IPAddress.Parse("127.0.0.2"), Closed().Port);
        await using var server = LocalServer.Http(_ => HttpTalk.Answer());
        using var factory = new CheckProbeFactory();
        await using var probe = factory.Create(Get with { BindAddress = from.Address, BindPort = from.Port }, server.EndPoint, Patient);
        for (var i = 0; i < 3; i++)
            (await probe.ProbeAsync(CancellationToken.None)).ShouldBe(CheckResult.Pass);
        server.Client.ShouldBe(from);
    }

    [Fact]
    public async Task An_address_that_is_not_here_is_told() =>
        (await AskAsync(Get with { BindAddress = IPAddress.Parse("192.0.2.77") }, Closed())).ShouldBe(CheckResult.Unasked("from 192.0.2.77:0: Cannot assign requested address"));

    [Fact]
    public async Task An_interface_that_is_not_here_is_told() =>
        (await AskAsync(Get with { BindInterface = "nosuch0" }, Closed())).ShouldBe(CheckResult.Unasked("interface nosuch0: No such device"));

    [Fact]
    public async Task Without_a_free_local_port_the_server_is_not_to_blame()
    {
        // The one port the check may come from is connected to that very server already.
        await using var server = new LocalServer((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = false };
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(Closed());
        await other.ConnectAsync(server.EndPoint);
        var from = (IPEndPoint)other.LocalEndPoint!;
        foreach (var tls in new[] { false, true })
            (await AskAsync(Get with { BindAddress = from.Address, BindPort = from.Port, Tls = tls }, server.EndPoint)).IsUnasked.ShouldBeTrue();
    }

    [Fact]
    public async Task It_leaves_by_the_interface_it_is_told_to()
    {
        await using var server = LocalServer.Http(_ => HttpTalk.Answer());
        (await AskAsync(Get with { BindInterface = "lo" }, server.EndPoint)).ShouldBe(CheckResult.Pass);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        using var factory = new CheckProbeFactory();
        void Refused(CheckOptions check, string message, IPEndPoint? target = null) =>
            Should.Throw<ArgumentException>(() => factory.Create(check, target ?? new(IPAddress.Loopback, 80), Patient)).Message.ShouldStartWith(message);

        Refused(Get with { Urls = [] }, "Urls: ");
        Refused(Get with { Urls = [new(), new() { Path = "x" }] }, "Urls[1].Path: ");
        Refused(Get with { Urls = [new() { Digest = "xyz" }] }, "Urls[0].Digest: 'xyz'");
        Refused(Get with { Urls = [new() { StatusCodes = [99] }] }, "Urls[0].StatusCodes: 99");
        Refused(Get with { MaxBodySize = 0 }, "MaxBodySize: ");
        Refused(Get with { BindAddress = IPAddress.IPv6Loopback }, "BindAddress: ");
        Refused(Get with { BindPort = 70_000 }, "BindPort: ");
        Refused(Get with { BindInterface = "far/too/long/for/one" }, "BindInterface: ");
        Refused(Get, "ConnectPort: ", new(IPAddress.Loopback, 0));
        Refused(Get with { Tls = true, TlsOptions = new() { CaFile = "/nonexistent" } }, "TlsOptions.CaFile: ");
        Refused(new SmtpCheckOptions { HeloName = "a b" }, "HeloName: ");
        Refused(new DnsCheckOptions { Name = "a..b" }, "Name: ");
        Refused(new UdpCheckOptions { Payload = "xy" }, "Payload: ");
        Refused(new UdpCheckOptions { MinReplyLength = 5, MaxReplyLength = 4 }, "MinReplyLength, MaxReplyLength: ");
        Refused(new MiscCheckOptions { Command = [] }, "Command: ");
        Refused(new MiscCheckOptions { Command = ["x"], User = "no such user" }, "User: ");
        Refused(new FileCheckOptions { Path = "" }, "Path: ");
    }
}
