using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FailoverIp.Node.Tests;

/// <summary>Debian's chromium, driven by playwright-core in a process of its own.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Modules = "FAILOVERIP_PLAYWRIGHT";

    private readonly Process _driver;

    private Browser(Process driver) => _driver = driver;

    /// <summary>Skips the test where there is no browser; in CI it fails.</summary>
    public static async Task<Browser> StartAsync()
    {
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);
        var modules = Environment.GetEnvironmentVariable(Modules);
        if (chromium is null || modules is null)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException("In CI nothing may be left out: chromium and playwright-core");
            Skip.If(true, $"./test provides chromium and playwright-core ({Modules})");
        }
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "StatusPage", "browser.mjs"), modules!, chromium!]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var browser = new Browser(Process.Start(start)!);
        await browser.AnswerAsync();
        return browser;
    }

    public Task OpenAsync(string url, int width, int height, bool scripts = true, bool dark = false) =>
        AskAsync(new() { ["do"] = "open", ["url"] = url, ["width"] = width, ["height"] = height, ["scripts"] = scripts, ["dark"] = dark });

    public Task<string> TextAsync(string selector) => AskAsync(new() { ["do"] = "text", ["selector"] = selector });

    /// <summary>Waits until an element has the text.</summary>
    public Task WaitAsync(string selector, string text) => AskAsync(new() { ["do"] = "wait", ["selector"] = selector, ["text"] = text });

    public Task ClickAsync(string selector) => AskAsync(new() { ["do"] = "click", ["selector"] = selector });

    public async Task<bool> IsOpenAsync(string selector) => bool.Parse(await AskAsync(new() { ["do"] = "isOpen", ["selector"] = selector }));

    /// <summary>By how many pixels the page is wider than the window.</summary>
    public async Task<int> OverflowAsync() => int.Parse(await AskAsync(new() { ["do"] = "overflow" }), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Errors in the browser's console, such as a policy that was not kept.</summary>
    public Task<string> FaultsAsync() => AskAsync(new() { ["do"] = "faults" });

    /// <summary>Keeps a picture beside the results of the tests.</summary>
    public async Task ShootAsync(string name)
    {
        var folder = MarkdownPage.PathOf("artifacts/screenshots");
        Directory.CreateDirectory(folder);
        await AskAsync(new() { ["do"] = "shot", ["file"] = Path.Combine(folder, name + ".png") });
    }

    public async ValueTask DisposeAsync()
    {
        _driver.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _driver.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _driver.Kill(entireProcessTree: true);
        }
        _driver.Dispose();
    }

    private async Task<string> AskAsync(JsonObject command)
    {
        await _driver.StandardInput.WriteLineAsync(command.ToJsonString());
        await _driver.StandardInput.FlushAsync();
        return await AnswerAsync();
    }

    private async Task<string> AnswerAsync()
    {
        var line = await _driver.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90)) ?? throw new InvalidOperationException("the browser could not be started");
        var answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new InvalidOperationException(error.ToString()) : answer["answer"]?.ToString() ?? "";
    }
}
