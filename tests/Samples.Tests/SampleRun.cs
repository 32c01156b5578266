using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Samples.Tests;

/// <summary>
/// A sample's own Main, run in this process as it is, with its own appsettings.json. What the test has in place of machines and providers is added to its services before they are built,
/// by the events with which a host tells that it is being built.
/// </summary>
internal sealed class SampleRun : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<SampleRun?> Current = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Action<IServiceCollection> _services;
    private readonly Task _main;

    private SampleRun(string sample, string[] args, Action<IServiceCollection> services)
    {
        _services = services;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        string[] all = [$"--contentRoot={Folder(sample)}", .. args];
        _main = Task.Factory.StartNew(() =>
        {
            Current.Value = this;
            Assembly.Load(sample).EntryPoint!.Invoke(null, [all]);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public IHost Host { get; private set; } = null!;

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Where a web application listens.</summary>
    public Uri Url => new(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<SampleRun> StartAsync(string sample, string[] args, Action<IServiceCollection> services)
    {
        var run = new SampleRun(sample, args, services);
        await await Task.WhenAny(run._main, run._built.Task).WaitAsync(TimeSpan.FromSeconds(60));
        run.Host = await run._built.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Get<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult());
        await await Task.WhenAny(run._main, started.Task).WaitAsync(TimeSpan.FromSeconds(60));
        return run;
    }

    /// <summary>As SIGTERM does.</summary>
    public void RequestStop() => Get<IHostApplicationLifetime>().StopApplication();

    /// <summary>Ends when Main has returned.</summary>
    public Task EndAsync() => _main.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        if (!_main.IsCompleted)
            RequestStop();
        await EndAsync();
        _subscriptions.ForEach(s => s.Dispose());
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
            return;
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices((_, services) => _services(services));
        if (value is { Key: "HostBuilt", Value: IHost host })
            _built.TrySetResult(host);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public static string Folder(string sample) => Path.Combine(Repository.Root, "samples", sample);
}
