namespace FailoverIp.Node;

/// <summary>A virtual server and its real servers.</summary>
internal static class ServerCard
{
    private const int ShownAtOnce = 12;

    public static string Of(string id, VirtualServerStatus s)
    {
        var html = new Html();
        var (word, tone) = State(s);
        html.Add($"<article id=\"{id}\" class=\"card\" data-name=\"{s.Name}\" data-state=\"{word}\"><header><h3>{s.Name}</h3>{PageWords.Pill(word, tone)}</header>");
        html.Add($"<p class=\"address\"><code>{s.Address}</code></p><p class=\"sub\">{s.Protocol} · {s.Scheduler} · {s.Method} · weight in service {s.AliveWeight}</p>{PageWords.Wrong(s.Problem)}");
        if (s.SorryServer is { InUse: true } sorry)
            html.Add($"{PageWords.Wrong($"the sorry server {sorry.Address} stands in")}");
        if (s.Bypass == true)
            html.Add($"<p class=\"why\">not Active here; what arrives for it is redirected to this machine</p>");
        // Who is down comes first: a long list is cut.
        var servers = s.RealServers.OrderBy(r => r.State == "Up").ToList();
        html.Add($"<ul class=\"servers\">");
        foreach (var server in servers.Take(ShownAtOnce))
            html.Add($"{Entry(server)}");
        html.Add($"</ul>");
        if (servers.Count > ShownAtOnce)
        {
            html.Add($"<details data-key=\"{id}-servers\"><summary>{servers.Count - ShownAtOnce} more real servers</summary><ul class=\"servers\">");
            foreach (var server in servers.Skip(ShownAtOnce))
                html.Add($"{Entry(server)}");
            html.Add($"</ul></details>");
        }
        return html.Add($"</article>").ToString();
    }

    /// <summary>One line, where there are many.</summary>
    public static string Row(string id, VirtualServerStatus s)
    {
        var (word, tone) = State(s);
        var note = s.Problem ?? $"{s.RealServers.Count(r => r.State == "Up")} of {s.RealServers.Length} up";
        return new Html().Add($"<p id=\"{id}\" class=\"row\" data-name=\"{s.Name}\" data-state=\"{word}\">{PageWords.Pill(word, tone)}<span>{s.Name}</span><span class=\"note\">{note}</span><code>{s.Address}</code></p>").ToString();
    }

    private static (string Word, string Tone) State(VirtualServerStatus s) => s switch
    {
        { Problem: not null } => ("Problem", "bad"),
        { Suspended: true } => ("Resting", "idle"),
        { Quorum: true } => ("Quorum", "active"),
        _ => ("No quorum", "bad"),
    };

    private static Html Entry(RealServerStatus r)
    {
        var note = r switch
        {
            { State: not "Up", InService: true } => $"{r.LastFailure}; kept in service, because no more may be out at once",
            { State: "Up", InService: false } => "up, and not in the kernel's table",
            { State: not "Up" } => r.LastFailure ?? "",
            _ => "",
        };
        return new Html().Add($"<li>{PageWords.Pill(r.State, r.State == "Up" ? "active" : "bad")}<code>{r.Address}</code><span class=\"note\">{note}</span><span class=\"weight\">weight {r.Weight}</span></li>");
    }
}
