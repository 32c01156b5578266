namespace FailoverIp.Node;

/// <summary>Where the status is answered, and who may read it: on this machine everybody, from elsewhere who has the token.</summary>
internal sealed class StatusCheck(ProblemList problems, SecretReader secrets)
{
    public NodeOptions Check(NodeOptions options, ConfigurationNode? status)
    {
        if (status is null)
            return options;
        var url = ListenCheck.Read(status["Listen"], problems);
        var hasToken = status["Token"] is not null || status["TokenFile"] is not null;
        if (url is { IsLoopback: false } && !hasToken)
            problems.Add(status["Listen"]!, $"{url.Host} is not a loopback address: whoever can reach it would see the status of this node; give it a Token or a TokenFile (`openssl rand -hex 32` makes one)");
        return options with
        {
            StatusListen = url,
            StatusToken = hasToken ? Token(status) : null,
            OpenHealthz = bool.TryParse(status["OpenHealthz"]?.Text, out var open) && open,
        };
    }

    private StatusToken? Token(ConfigurationNode status)
    {
        if (secrets.Read(status, nameof(Token)) is not { } secret)
            return null;
        if (StatusToken.Problem(secret) is not { } problem)
            return new(secret);
        problems.Add(status[nameof(Token)] ?? status["TokenFile"]!, problem);
        return null;
    }
}
