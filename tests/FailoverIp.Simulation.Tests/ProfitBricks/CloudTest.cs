namespace FailoverIp.Simulation.Tests;

/// <summary>A ProfitBricks simulator on virtual time with a client that has a token.</summary>
public abstract class CloudTest : IAsyncLifetime
{
    /// <summary>How long a request takes by default.</summary>
    protected static readonly TimeSpan Duration = new ProfitBricksSettings().RequestDuration;

    protected VirtualTimeProvider Time { get; } = new();

    protected ProfitBricksSimulator Simulator { get; private set; } = null!;

    protected ProfitBricksCloud Cloud => Simulator.Cloud;

    internal CloudClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await ProfitBricksSimulator.StartAsync(new() { TimeProvider = Time });
        Client = new(Simulator);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }

    /// <summary>Sends a write, which must be accepted, and lets it be done.</summary>
    internal async Task<CloudAnswer> DoneAsync(Task<CloudAnswer> write)
    {
        var answer = (await write).ShouldBe(System.Net.HttpStatusCode.Accepted);
        Time.Advance(Duration);
        (await StatusAsync(answer)).ShouldBe("DONE");
        return answer;
    }

    internal async Task<string> StatusAsync(CloudAnswer write) => (await Client.GetAsync(write.Location)).Body.GetProperty("metadata").GetProperty("status").GetString()!;

    internal async Task<string> MessageAsync(CloudAnswer write) => (await Client.GetAsync(write.Location)).Body.GetProperty("metadata").GetProperty("message").GetString()!;

    protected void Change(Func<ProfitBricksSettings, ProfitBricksSettings> change) => Cloud.Update(s => s with { Settings = change(s.Settings) });
}
