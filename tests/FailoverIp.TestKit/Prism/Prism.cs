using Shouldly;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.TestKit;

/// <summary>
/// A prism server that checks requests against a provider's published document. It is named by FAILOVERIP_PRISM or stands under
/// <c>artifacts/tools/prism</c>; without one the tests are skipped, in CI they fail.
/// </summary>
/// <param name="document">The document, as it lies beside the tests.</param>
public abstract class Prism(string document) : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private Process? _process;

    /// <summary>Where it listens; null where there is none.</summary>
    public Uri? Address { get; private set; }

    public Uri Require()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Address.ShouldNotBeNull("prism is not installed");
        Skip.If(Address is null, "prism is not installed (npm install --prefix artifacts/tools/prism @stoplight/prism-cli@5)");
        return Address!;
    }

    public async Task InitializeAsync()
    {
        if (Find() is not { } prism)
            return;
        var port = FreePort();
        var start = new ProcessStartInfo(prism, ["mock", "-h", "127.0.0.1", "-p", $"{port}", Path.Combine(AppContext.BaseDirectory, document)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new System.Text.StringBuilder();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("prism ended"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await listening.Task.WaitAsync(StartTimeout);
        }
        catch (Exception e)
        {
            lock (output)
                throw new InvalidOperationException($"prism did not start: {output}", e);
        }
        Address = new($"http://127.0.0.1:{port}/");

        void Look(string? line)
        {
            lock (output)
                output.AppendLine(line);
            if (line?.Contains("is listening", StringComparison.Ordinal) == true)
                listening.TrySetResult();
        }
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _process = null;
        GC.SuppressFinalize(this);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FAILOVERIP_PRISM") is { Length: > 0 } named)
            return named;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "FailoverIp.sln")))
            root = root.Parent;
        var path = root is null ? null : Path.Combine(root.FullName, "artifacts", "tools", "prism", "node_modules", ".bin", "prism");
        return File.Exists(path) ? path : null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
