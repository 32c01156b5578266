using FailoverIp.Node;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>A background service that runs on the Active machine only: it takes files out of a folder that both machines see.</summary>
internal sealed partial class Importer(IFailoverNode node, IConfiguration configuration, TimeProvider time, ILogger<Importer> logger) : ActiveOnlyService(node, "VI_1")
{
    private readonly string _inbox = configuration["Inbox"] ?? "/srv/inbox";

    protected override async Task ExecuteAsync(ActiveStay stay, CancellationToken stoppingToken)
    {
        Begins(logger, _inbox, stay.Epoch);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(_inbox, "*.csv").TakeWhile(_ => !stoppingToken.IsCancellationRequested))
                Import(file);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }

    private void Import(string file)
    {
        Imported(logger, Path.GetFileName(file));
        File.Delete(file);
    }

    [LoggerMessage(LogLevel.Information, "importing from {Inbox} (epoch {Epoch})")]
    private static partial void Begins(ILogger logger, string inbox, long epoch);

    [LoggerMessage(LogLevel.Information, "imported {File}")]
    private static partial void Imported(ILogger logger, string file);
}
