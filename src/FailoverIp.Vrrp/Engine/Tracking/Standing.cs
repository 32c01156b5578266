using System.Globalization;
using System.Text;

namespace FailoverIp.Vrrp;

/// <summary>What tracking makes of a virtual router: its priority and how it comes about, or a Fault.</summary>
/// <param name="Priority">The effective priority: 1 to 254, 255 for the address owner.</param>
/// <param name="Arithmetic">The sum in words, such as <c>100 − 20 (eth2 down) = 80</c>.</param>
/// <param name="Fault">Why it cannot take part, one line; null where it can.</param>
internal sealed record Standing(int Priority, string Arithmetic, string? Fault)
{
    private const int LeastSum = -253;
    private const int Least = 1;
    private const int Most = ElectionParameters.OwnerPriority - 1;

    /// <summary>Works it out from the interfaces and from what the trackers have told.</summary>
    /// <param name="options">The router's options.</param>
    /// <param name="links">Its own interface, and after it the tracked ones in the order of the options.</param>
    /// <param name="readings">What the trackers have told, by name; one that is missing counts as well.</param>
    public static Standing Of(VirtualRouterOptions options, ReadOnlySpan<TrackedLink> links, IReadOnlyDictionary<string, TrackerReading> readings)
    {
        var sum = new Sum(options.Priority);
        for (var i = 0; i < options.TrackedInterfaces.Length; i++)
        {
            var tracked = options.TrackedInterfaces[i];
            var isUp = links[i + 1].CountsUp;
            var word = isUp ? "up" : "down";
            sum.Count(isUp != tracked.Reverse, tracked.Weight, $"{tracked.Name} {word}", $"the tracked interface {tracked.Name} is {word}");
        }
        foreach (var tracked in options.TrackedHealth)
        {
            var reading = readings.TryGetValue(tracked.Name, out var told) ? told : TrackerReading.Well;
            if (reading.Value is { } value)
                sum.Count(value, tracked);
            else
                sum.Count(reading.IsWell != tracked.Reverse, tracked.Weight, $"{tracked.Name} {(reading.IsWell ? "well" : "not well")}",
                    $"the tracker {tracked.Name} is {(reading.IsWell ? "well" : "not well")}");
        }
        return sum.Result();
    }

    private struct Sum(int priority)
    {
        private readonly StringBuilder _words = new(priority.ToString(CultureInfo.InvariantCulture));
        private long _sum = priority;
        private bool _isSum;
        private string? _fault;

        public void Count(bool isGood, int weight, string words, string fault)
        {
            if (weight == 0 && !isGood)
                _fault ??= fault;
            else if (weight > 0 && isGood)
                Add(weight, words);
            else if (weight < 0 && !isGood)
                Add(weight, words);
        }

        public void Count(int value, TrackedHealth tracked)
        {
            var product = (long)value * tracked.Weight * (tracked.Reverse ? -1 : 1);
            if (tracked.Weight == 0 && (value != 0) != tracked.Reverse)
                _fault ??= $"the tracker {tracked.Name} says {Signed(value)}";
            else if (product < LeastSum)
                _fault ??= $"the tracker {tracked.Name} says {Signed(value)}, which counts {Signed(product)}: less than {Signed(LeastSum)}";
            else if (product != 0)
                Add(product, $"{tracked.Name} {Signed(value)}");
        }

        public readonly Standing Result()
        {
            // An address owner is what it is: RFC 9568 leaves it no other priority.
            if (priority == ElectionParameters.OwnerPriority)
                return new(priority, _isSum ? $"{priority} (the address owner: weights do not count)" : _words.ToString(), _fault);
            var effective = (int)Math.Clamp(_sum, Least, Most);
            if (_isSum)
                _words.Append(" = ").Append(Signed(_sum));
            if (effective != _sum)
                _words.Append(CultureInfo.InvariantCulture, $", held at {effective}");
            return new(effective, _words.ToString(), _fault);
        }

        private void Add(long weight, string words)
        {
            _sum += weight;
            _isSum = true;
            _words.Append(weight < 0 ? " − " : " + ").Append(CultureInfo.InvariantCulture, $"{Math.Abs(weight)} ({words})");
        }

        private static string Signed(long number) => number < 0 ? $"−{-number}" : number.ToString(CultureInfo.InvariantCulture);
    }
}
