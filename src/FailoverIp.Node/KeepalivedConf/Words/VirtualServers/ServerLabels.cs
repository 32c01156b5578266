namespace FailoverIp.Node;

/// <summary>Words that virtual and real servers have alike and that are no numbers.</summary>
internal static class ServerLabels
{
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfigurationNode> node)
    {
        block["smtp_alert"] = line =>
        {
            context.Switch(line);
            context.NotSupported("smtp_alert is not carried out: no mails are sent; read the journal, /status or /healthz");
        };
        block["snmp_name"] = line =>
        {
            if (line.Count == 2)
                context.NotSupported("snmp_name is not carried out: there is no SNMP; /status and /metrics name each server by its address");
            else
                context.Complain("snmp_name takes one name");
        };
        block["virtualhost"] = line =>
        {
            if (Host(line, context) is { } host)
                node().Text("VirtualHost", host, line.Location);
        };
    }

    /// <summary>The name behind <c>virtualhost</c>.</summary>
    public static string? Host(ConfLine line, ConfContext context)
    {
        if (!context.HasWord(line))
            return null;
        NoteRest(line, 2, context);
        if (line[1].Length is > 0 and < 256 && !line[1].Any(static c => char.IsWhiteSpace(c) || c == '/'))
            return line[1];
        context.Problems.Note(line.Location, $"'{SchemaChecker.Shown(line[1])}' is not the name of a host, and is left out");
        return null;
    }

    /// <summary>Tells of words that nobody looks at.</summary>
    public static void NoteRest(ConfLine line, int used, ConfContext context)
    {
        if (line.Count > used)
            context.Problems.Note(line.Location, $"'{SchemaChecker.Shown(line[used])}' is passed over: nobody looks at it");
    }
}
