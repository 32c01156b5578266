using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;
public class DevJudge
{
    [Fact]
    public void Judge()
    {
        var res = JsonDocument.Parse(File.ReadAllText("/tmp/lvsconf/res.json")).RootElement;
        using var w = new StreamWriter("/tmp/lvsconf/judge.txt");
        var bad = 0;
        foreach (var p in res.EnumerateObject())
        {
            var rc = p.Value[0].GetInt32();
            var output = p.Value[1].GetString()!;
            var file = $"/tmp/lvsconf/c/lvs-{p.Name.Replace('/', '_')}.conf";
            string[] c; string[] n; string[] e = [];
            try
            {
                var d = ConfDocument.Read(file, "uml", new ConfMachine());
                c = [.. d.Problems.Complaints.Select(x => $"{x.Line}{(x.IsWarning ? "" : "!")}: {x.Message}")];
                n = [.. d.Problems.Notes.Select(x => $"{x.Line}{(x.IsWarning ? "" : "!")}: {x.Message}")];
                if (d.Section is { } s)
                {
                    var pl = new ProblemList();
                    new ConfigurationChecker(pl) { ProviderTypes = [] }.Check(s);
                    e = [.. pl.ToSorted().Select(x => $"{x.Line}: {x.Message}{(x.IsWarning ? " (warning)" : "")}")];
                }
            }
            catch (Exception ex) { c = ["THROWN " + ex]; n = []; }
            var lines = Regex.Matches(output, @"Line (\d+)\)").Select(m => int.Parse(m.Groups[1].Value)).Distinct().Order().ToArray();
            var ours = c.Select(x => int.Parse(Regex.Match(x, @"^(\d+)").Groups[1].Success ? Regex.Match(x, @"^(\d+)").Groups[1].Value : "-1")).Distinct().Order().ToArray();
            var same = rc is 0 or 6 ? c.Length == 0 : c.Length > 0;
            if (rc == 6) same = true;
            var missing = lines.Except(ours).ToArray();
            var flag = !same ? "VERDICT " : missing.Length > 0 ? "LINES " : e.Any(x => !x.EndsWith("(warning)")) ? "BEHIND " : "";
            if (flag.Length > 0) bad++;
            w.WriteLine($"{flag}{p.Name} [{rc}] theirs {string.Join(',', lines)}\n    C {string.Join(" || ", c)}\n    N {string.Join(" || ", n)}\n    E {string.Join(" || ", e)}");
        }
        w.WriteLine($"bad {bad}");
    }

    [Fact]
    public void Speed()
    {
        var file = "/tmp/lvsconf/large.conf";
        using var w = new StreamWriter("/tmp/lvsconf/speed.txt");
        NodeOptions? before = null;
        for (var i = 0; i < 8; i++)
        {
            GC.Collect();
            var sw = Stopwatch.StartNew();
            var d = ConfDocument.Read(file, "uml", new ConfMachine());
            var t1 = sw.ElapsedMilliseconds;
            var pl = new ProblemList();
            var o = new ConfigurationChecker(pl) { ProviderTypes = [] }.Check(d.Section!);
            var t2 = sw.ElapsedMilliseconds;
            if (before is not null) o.VirtualServers.SequenceEqual(before.VirtualServers).ShouldBeTrue();
            before = o;
            w.WriteLine($"read {t1} check {t2 - t1} compare {sw.ElapsedMilliseconds - t2} servers {o.VirtualServers.Length} problems {pl.ToSorted().Count} {d.Problems.Complaints.Count} {d.Problems.Notes.Count}");
        }
    }
}
