namespace FailoverIp.Lvs;

public sealed partial class LvsEngine
{
    /// <summary>Tells the changes that have gathered, all of them of one virtual server.</summary>
    private void Tell(ManagedService service)
    {
        Touch(service);
        TellChanges(service.Options.Name);
    }

    private void TellChanges(string virtualServer)
    {
        foreach (var change in _changes)
            Tell(virtualServer, change);
        _changes.Clear();
    }

    private void Tell(string? virtualServer, in ServiceChange change)
    {
        _feed.Post(new(++_events, _clock.GetUtcNow(), change.Kind, virtualServer, change.RealServer, change.Weight, change.Reason));
        switch (change.Kind)
        {
            case LvsEventKind.RealServerUp:
                _logger.RealServerUp(virtualServer!, change.RealServer!, change.Reason);
                break;
            case LvsEventKind.RealServerDown:
                _logger.RealServerDown(virtualServer!, change.RealServer!, change.Reason);
                break;
            case LvsEventKind.RealServerWeight:
                _logger.RealServerWeight(virtualServer!, change.RealServer!, change.Weight, change.Reason);
                break;
            case LvsEventKind.QuorumUp:
                _logger.QuorumUp(virtualServer!, change.Reason);
                break;
            case LvsEventKind.QuorumDown:
                _logger.QuorumDown(virtualServer!, change.Reason);
                break;
            case LvsEventKind.FailOpenStarted:
                _logger.FailOpenStarted(virtualServer!, change.RealServer!, change.Reason);
                break;
            case LvsEventKind.FailOpenEnded:
                _logger.FailOpenEnded(virtualServer!, change.Reason);
                break;
            case LvsEventKind.TableRepaired:
                _logger.TableRepaired(change.Reason);
                break;
            case LvsEventKind.TableProblem when virtualServer is null:
                _logger.TableProblem(change.Reason);
                break;
            case LvsEventKind.TableProblem:
                _logger.ServiceProblem(virtualServer, change.Reason);
                break;
            case LvsEventKind.TableProblemSolved when virtualServer is null:
                _logger.TableProblemSolved();
                break;
            case LvsEventKind.TableProblemSolved:
                _logger.ServiceProblemSolved(virtualServer);
                break;
        }
    }

    /// <summary>Tells a problem with the kernel's table when it comes, changes or goes, not each time it is met.</summary>
    private void TellProblem(ManagedService? service, string? before, string? now)
    {
        if (now == before)
            return;
        Tell(service?.Options.Name, now is not null
            ? new(LvsEventKind.TableProblem, null, 0, now)
            : new(LvsEventKind.TableProblemSolved, null, 0, "the kernel's table is as it should be again"));
    }
}
