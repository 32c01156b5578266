namespace FailoverIp.Lvs;

/// <summary>The problems of one virtual server, in the order in which they are found.</summary>
internal sealed class ProblemList(string virtualServer)
{
    public List<VirtualServerProblem> Found { get; } = [];

    public void Error(OptionPath option, string message) => Error(option.ToString(), message);

    public void Error(string option, string message) => Found.Add(new(virtualServer, option, message));

    public void Warning(string option, string message) => Found.Add(new(virtualServer, option, message, IsWarning: true));
}
