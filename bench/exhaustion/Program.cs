using System.Diagnostics;
using System.Globalization;
using FailoverIp.Vrrp.Exhaustion;

// Plays schedules of the election, first seed and count as arguments; every one that fails is told with its seed.
var first = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1;
var count = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
var watch = Stopwatch.StartNew();
long steps = 0;
long failed = 0;
Parallel.For(first, first + count, () => 0L, (seed, _, sum) =>
{
    try
    {
        return sum + Schedule.Play(seed);
    }
    catch (ScheduleException e)
    {
        if (Interlocked.Increment(ref failed) <= 20)
            Console.Error.WriteLine(e.Message);
        return sum;
    }
}, sum => Interlocked.Add(ref steps, sum));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} schedules from seed {first}: {steps} events, {failed} failed, {watch.Elapsed.TotalSeconds:0.0} s"));
return failed == 0 ? 0 : 1;
