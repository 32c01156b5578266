namespace FailoverIp.Node;

/// <summary>Writes a section <c>Garp</c>, where there is something to say. What is more than we send is the most that we send.</summary>
internal static class GarpWriter
{
    private const long MostRepeat = 255;
    private static readonly TimeSpan MostDelay = TimeSpan.FromHours(1);

    public static void Write(Func<ConfigurationNode> owner, ConfGarp garp)
    {
        Number("Repeat", garp.Repeat);
        Time("Delay", garp.Delay, MostDelay);
        Time("Refresh", garp.Refresh, TimeSpan.FromDays(1));
        Number("RefreshRepeat", garp.RefreshRepeat);
        Time("ExtraInterval", garp.ExtraInterval, TimeSpan.FromDays(1));
        Number("LowerPriorityRepeat", garp.LowerPriorityRepeat);
        Time("LowerPriorityDelay", garp.LowerPriorityDelay, MostDelay);
        Time("Interval", garp.Interval, TimeSpan.FromSeconds(1));
        Time("NeighbourInterval", garp.NeighbourInterval, TimeSpan.FromSeconds(1));

        void Number(string key, Given<long>? given)
        {
            if (given is { } value)
                owner().Object("Garp", value.At).Number(key, Math.Min(value.Value, MostRepeat), value.At);
        }

        void Time(string key, Given<TimeSpan>? given, TimeSpan most)
        {
            if (given is { } value)
                owner().Object("Garp", value.At).Time(key, value.Value > most ? most : value.Value, value.At);
        }
    }
}
