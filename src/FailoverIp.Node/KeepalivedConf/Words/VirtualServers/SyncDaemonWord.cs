namespace FailoverIp.Node;

/// <summary><c>lvs_sync_daemon</c>: an interface, and options behind it.</summary>
internal static class SyncDaemonWord
{
    private const int LongestInterface = 15;

    public static void Read(ConfLine line, ConfContext context)
    {
        if (context.Globals.Ipvs.ContainsKey("SyncDaemon"))
            context.Complain("lvs_sync_daemon was given already");
        else if (line.Count < 2)
            context.Complain("lvs_sync_daemon takes an interface");
        else if (line[1].Length > LongestInterface)
            context.Complain($"the name of an interface has at most {LongestInterface} characters");
        else
            ReadOptions(line, context);
    }

    private static void ReadOptions(ConfLine line, ConfContext context)
    {
        var node = ConfigurationNode.Detached(NodeKind.Object, line.Location);
        node.Text("Interface", line[1], line.Location);
        context.Globals.Ipvs["SyncDaemon"] = owner => owner.Set("SyncDaemon", node);
        for (var i = 2; i < line.Count; i++)
        {
            switch (line[i])
            {
                case "inst" when node["Follows"] is not null:
                    i++;
                    context.Complain("inst was given already");
                    break;
                case "inst":
                    node.Text("Follows", line[++i], line.Location);
                    break;
                case "id":
                    Number(ref i, "SyncId", 0, byte.MaxValue);
                    break;
                case "maxlen":
                    Number(ref i, "MaxLength", 1, 65507);
                    break;
                case "port":
                    Number(ref i, "Port", 1, ushort.MaxValue);
                    break;
                case "ttl":
                    Number(ref i, "Ttl", 1, byte.MaxValue);
                    break;
                case "group" when line.Count == i + 1:
                    context.Complain("nothing follows group");
                    break;
                case "group":
                    Group(line[++i]);
                    break;
                // As it was written before there were names for it: the instance, and the number behind it.
                case var instance when i == 2:
                    node.Text("Follows", instance, line.Location);
                    break;
                case var number when i == 3:
                    if (context.Integer(line, i, 0, byte.MaxValue, isLenient: false) is { } id)
                        node.Number("SyncId", id, line.Location);
                    context.Complain($"id stands before {SchemaChecker.Shown(number)} nowadays");
                    break;
                default:
                    context.Complain($"'{SchemaChecker.Shown(line[i])}' is no option of lvs_sync_daemon");
                    break;
            }
        }

        void Number(ref int at, string key, long least, long most)
        {
            if (line.Count == at + 1)
                context.Complain($"nothing follows {line[at]}");
            else if (context.Integer(line, ++at, least, most, isLenient: false) is { } number)
                node.Number(key, number, line.Location);
        }

        void Group(string text)
        {
            if (ConfAddress.Parse(text) is { } address && ConfAddress.IsMulticast(address))
                node.Text("Group", address.ToString(), line.Location);
            else
                context.Complain($"'{SchemaChecker.Shown(text)}' is not a multicast address");
        }
    }
}
