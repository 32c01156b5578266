using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>What happened last, of all kinds.</summary>
internal static class EventList
{
    private const int ShownAtOnce = 12;

    public static string Of(ImmutableArray<EventStatus> events)
    {
        var html = new Html();
        html.Add($"<div id=\"events\" class=\"card\"><ol class=\"line\">");
        foreach (var e in events.Take(ShownAtOnce))
            html.Add($"{Entry(e)}");
        html.Add($"</ol>");
        if (events.Length > ShownAtOnce)
        {
            html.Add($"<details data-key=\"events\"><summary>{PageWords.Count(events.Length - ShownAtOnce, "earlier event", "earlier events")}</summary><ol class=\"line\">");
            foreach (var e in events.Skip(ShownAtOnce))
                html.Add($"{Entry(e)}");
            html.Add($"</ol></details>");
        }
        return html.Add($"</div>").ToString();
    }

    private static Html Entry(EventStatus e) => new Html().Add(
        $"<li class=\"{Tone(e)}\"><b>{e.Subject}</b> <span>{(e.Kind == NodeEventKind.VirtualServer ? PageWords.Spaced(e.What) : e.What)}</span>{PageWords.Time(e.At)}<span class=\"why\">{e.Reason}</span></li>");

    private static string Tone(EventStatus e) => e switch
    {
        { IsProblem: true } => "bad",
        { Kind: NodeEventKind.Vrrp } when e.What.EndsWith(nameof(VrrpState.Active), StringComparison.Ordinal) => PageWords.Tone(VrrpState.Active),
        { Kind: NodeEventKind.Vrrp } when e.What.EndsWith(nameof(VrrpState.Backup), StringComparison.Ordinal) => PageWords.Tone(VrrpState.Backup),
        { Kind: NodeEventKind.Route, What: nameof(RouteKeeperState.Routed) } => "active",
        { Kind: NodeEventKind.VirtualServer, What: nameof(Lvs.LvsEventKind.RealServerUp) or nameof(Lvs.LvsEventKind.QuorumUp) or nameof(Lvs.LvsEventKind.TableProblemSolved) } => "active",
        _ => "idle",
    };
}
