using System.Diagnostics;
using FailoverIp.IpvsBench;
using FailoverIp.Vrrp.Ipvs;

// Runs in a kernel with IPVS (see run, beside this file): the whole table is its own. Prints the results as markdown.
const int Services = 1000;
const int Destinations = 10_000;
const byte SetDestination = 6;
var repetitions = args is ["--repetitions", var given] ? int.Parse(given) : 7;

using var client = new IpvsClient();
if (args is ["--program", ..])
{
    new IpvsReconciler(client, new IpvsMemoryManagedSet()).Reconcile(Tables.Make(Services, Destinations));
    return;
}

var table = Tables.Make(Services, Destinations);
var lines = Path.GetTempFileName();
File.WriteAllLines(lines, Tables.Lines(table));
var (theirs, ours, process, theirReading, ourReading) = (new Series(), new Series(), new Series(), new Series(), new Series());
var (change, same, sameRead) = (new Series(), new Series(), new Series());
Shell($"ipvsadm -R <{lines}"); // the modules are loaded
for (var i = 0; i < repetitions; i++)
{
    client.Flush();
    theirs.Measure(() => Shell($"ipvsadm -R <{lines}"));
    theirReading.Measure(() => Shell("ipvsadm -Ln >/dev/null"));

    client.Flush();
    var reconciler = new IpvsReconciler(client, new IpvsMemoryManagedSet());
    ours.Measure(() => Expect(reconciler.Reconcile(table), Services + Destinations));
    ourReading.Measure(() => Expect(client.GetTable().Sum(t => t.Destinations.Length), Destinations));

    var changed = Tables.WithOneChange(table, weight: 5 + i);
    change.Measure(() => Expect(reconciler.Reconcile(changed), 1));
    Console.Error.WriteLine($"{i + 1}/{repetitions}: ipvsadm -R {theirs.Last:0} ms, ours {ours.Last:0} ms; ipvsadm -Ln {theirReading.Last:0} ms, ours {ourReading.Last:0} ms; one change {change.Last:0.0} ms");
    if (i == repetitions - 1)
    {
        var sent = Requests.During(() => Expect(reconciler.Reconcile(Tables.WithOneChange(table, weight: 100)), 1));
        Expect(sent is [SetDestination] ? 1 : 0, 1); // one request, and that one
    }

    client.Flush();
    process.Measure(() => Shell($"dotnet '{Environment.GetCommandLineArgs()[0]}' --program"));
    Expect(client.GetServices().Length, Services);
}

client.Flush();
var large = Tables.Make(2277, 37_205);
var keeper = new IpvsReconciler(client, new IpvsMemoryManagedSet());
keeper.Reconcile(large);
var again = Tables.Make(2277, 37_205); // equal, but other objects: a reload
for (var i = 0; i < repetitions; i++)
{
    same.Measure(() => Expect(keeper.Reconcile(again), 0));
    sameRead.Measure(() => Expect(keeper.Reconcile(again, reread: true), 0));
}
client.Flush();

Console.WriteLine("| | median | min | max |");
Console.WriteLine("|---|---|---|---|");
theirs.Row("1,000 services × 10 real servers: `ipvsadm -R`");
ours.Row("the same table, ours (first reading included)");
process.Row("the same, from the start of a .NET process to its end");
theirReading.Row("reading it: `ipvsadm -Ln >/dev/null`");
ourReading.Row("reading it, ours, with all counters");
change.Row("the same table with one change");
same.Row("2,277 services, 37,205 real servers, nothing changed");
sameRead.Row("the same, the kernel's table read again");
Console.WriteLine();
Console.WriteLine($"- Programming: ours / `ipvsadm -R` = {ours.Median / theirs.Median:0.00} (goal: at most 0.5). In the first repetition, with nothing compiled yet: {ours.First / theirs.First:0.00}.");
Console.WriteLine($"- Reading: ours / `ipvsadm -Ln` = {ourReading.Median / theirReading.Median:0.00} (goal: at most 1). `ipvsadm` starts a process for it, ours runs already.");
Console.WriteLine("- One change was exactly one request to the kernel, IPVS_CMD_SET_DEST, as the kernel's own netlink monitor (nlmon) saw it.");

static void Shell(string command)
{
    using var process = Process.Start("sh", ["-c", command]);
    process.WaitForExit();
    Expect(process.ExitCode, 0);
}

static void Expect(object actual, int expected)
{
    var (number, problems) = actual is IpvsReconciliation result ? (result.Writes, result.Problems.Length) : ((int)actual, 0);
    if (number != expected || problems != 0)
        throw new InvalidOperationException($"{number} instead of {expected}, {problems} problems");
}
