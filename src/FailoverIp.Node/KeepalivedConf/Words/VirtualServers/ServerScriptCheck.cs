namespace FailoverIp.Node;

/// <summary>Looks at the scripts of virtual servers once everything was read, and takes away those that are not to run.</summary>
internal sealed class ServerScriptCheck(ConfContext context, ConfScripts scripts)
{
    public void Check(ConfVirtualServer server)
    {
        server.QuorumUp = Keep(server.QuorumUp);
        server.QuorumDown = Keep(server.QuorumDown);
        foreach (var real in server.RealServers)
        {
            real.NotifyUp = Keep(real.NotifyUp);
            real.NotifyDown = Keep(real.NotifyDown);
            real.Checks.RemoveAll(c => c.Command is { } command && !scripts.IsFit(command.Value, command.At, isTracked: false));
        }
    }

    private Given<ConfCommand>? Keep(Given<ConfCommand>? command)
    {
        if (command is not { } given)
            return null;
        if (given.Value.User is null && !scripts.HasDefaultUser)
            context.Problems.Note(given.At, "with enable_script_security a script wants a user (script_user in global_defs); it is left out");
        else if (scripts.IsFit(given.Value, given.At, isTracked: false))
            return given;
        return null;
    }
}
