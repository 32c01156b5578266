namespace FailoverIp.Node;

/// <summary>The words of a virtual server about its sorry server.</summary>
internal static class SorryServerWords
{
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfVirtualServer> server)
    {
        block["sorry_server"] = line =>
        {
            if (ServerAddress.Read(context, line[1], line.At(2), "the sorry server") is not { } address)
                return;
            ServerLabels.NoteRest(line, 3, context);
            // Another one takes its place, without what was said about the first.
            server().Sorry = new(address, server().Forwarding, line.Location);
            server().IsSorryInhibited = false;
        };
        block["sorry_server_inhibit"] = line =>
        {
            if (server().Sorry is null)
                context.Complain("sorry_server_inhibit wants a sorry_server before it, and is left out");
            else
                server().IsSorryInhibited = true;
        };
        block["sorry_server_lvs_method"] = line =>
        {
            if (server().Sorry is { } sorry)
                sorry.Forwarding = ServerForwarding.Read(line, context, sorry.Forwarding);
            else
                context.Complain("sorry_server_lvs_method wants a sorry_server before it, and is left out");
        };
    }
}
