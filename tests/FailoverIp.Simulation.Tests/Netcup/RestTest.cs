namespace FailoverIp.Simulation.Tests;

/// <summary>A REST simulator on virtual time with a client that is logged in.</summary>
public abstract class RestTest : IAsyncLifetime
{
    protected const string S1 = "v2200000000000000001";
    protected const string S2 = "v2200000000000000002";

    protected VirtualTimeProvider Time { get; } = new();

    protected NetcupRestSimulator Netcup { get; private set; } = null!;

    internal ScpClient Client { get; private set; } = null!;

    protected virtual NetcupSimulatorOptions Options => new() { TimeProvider = Time };

    public virtual async Task InitializeAsync()
    {
        Netcup = await NetcupRestSimulator.StartAsync(Options);
        Client = await ScpClient.LogInAsync(Netcup);
    }

    public virtual async Task DisposeAsync()
    {
        Client.Dispose();
        await Netcup.DisposeAsync();
    }

    /// <summary>Lets virtual time pass until an exchange over real sockets has ended.</summary>
    protected async Task<T> PassUntilDoneAsync<T>(Task<T> exchange)
    {
        for (var i = 0; i < 3000 && !exchange.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(exchange, Task.Delay(10));
        }
        exchange.IsCompleted.ShouldBeTrue();
        return await exchange;
    }

    protected static TimeSpan Ms(int value) => TimeSpan.FromMilliseconds(value);

    protected void Change(Func<NetcupScpSettings, NetcupScpSettings> change) => Netcup.Scp.Update(s => s with { Settings = change(s.Settings) });
}
