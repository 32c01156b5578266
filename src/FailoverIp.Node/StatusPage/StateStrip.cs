using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>The states of an instance over time as one band. It moves on with the minutes, not with every look.</summary>
internal static class StateStrip
{
    private const int Width = 1000;

    private static readonly (TimeSpan Window, string Words)[] Windows =
        [(TimeSpan.FromHours(1), "1 hour ago"), (TimeSpan.FromHours(6), "6 hours ago"), (TimeSpan.FromHours(24), "24 hours ago"), (TimeSpan.FromDays(7), "7 days ago"), (TimeSpan.FromDays(30), "30 days ago")];

    /// <param name="transitions">The transitions, the newest first.</param>
    /// <param name="now">The time of day.</param>
    public static Html Of(IReadOnlyList<TransitionStatus> transitions, DateTimeOffset now)
    {
        var end = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
        var (window, words) = Windows.FirstOrDefault(w => end - transitions[^1].At <= w.Window, Windows[^1]);
        var begin = end - window;
        var html = new Html();
        html.Add($"<figure class=\"strip\"><svg viewBox=\"0 0 {Width} 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{Spoken(transitions[0])}\"><rect width=\"{Width}\" height=\"10\" class=\"unknown\"/>");
        for (var i = transitions.Count - 1; i >= 0; i--)
        {
            var until = i > 0 ? transitions[i - 1].At : end;
            var (from, to) = (Place(transitions[i].At, begin, window), Place(until, begin, window));
            // What was short is seen all the same.
            if (until > begin)
                html.Add($"<rect x=\"{Text(from)}\" width=\"{Text(Math.Max(to - from, 2))}\" height=\"10\" class=\"{PageWords.Tone(transitions[i].To)}\"/>");
        }
        return html.Add($"</svg><figcaption><span>{words}</span><span>now</span></figcaption></figure>");
    }

    private static double Place(DateTimeOffset at, DateTimeOffset begin, TimeSpan window) => Math.Clamp((at - begin) / window, 0, 1) * Width;

    private static string Text(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Spoken(TransitionStatus last) =>
        string.Create(CultureInfo.InvariantCulture, $"States over time; {last.To} since {last.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
