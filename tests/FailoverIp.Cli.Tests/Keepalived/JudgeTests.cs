using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Node;

namespace FailoverIp.Cli.Tests.Keepalived;

/// <summary>keepalived's own test is the judge: verdict and lines agree for every file of the corpus and every sample of keepalived, or the difference is listed with its reason.</summary>
public class JudgeTests
{
    /// <summary>Where the two are to differ, and why.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["lvs-rs-weight-x.conf"] = "a weight that is no number is 0 for keepalived when it runs, and 1 for its test; ours is the one that runs, and tells that such a server makes no quorum",
    };

    [Fact]
    public async Task We_say_of_each_file_of_the_corpus_what_keepalived_says()
    {
        using var directory = new TemporaryDirectory();

        var (count, accepted, differences) = await CompareAsync(CorpusFolder.FilesIn(directory));

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
        count.ShouldBeGreaterThan(250);
        accepted.ShouldBeInRange(60, count - 120); // of either kind there are many
    }

    [Fact]
    public async Task We_say_of_each_sample_what_keepalived_says()
    {
        var (count, accepted, differences) = await CompareAsync(Directory.GetFiles(CorpusFolder.Samples, "keepalived.conf.*"));

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
        count.ShouldBeGreaterThan(20);
        accepted.ShouldBeInRange(1, count - 1);
    }

    private static async Task<(int Count, int Accepted, List<string> Differences)> CompareAsync(string[] files)
    {
        var (accepted, differences) = (0, new List<string>());
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var judge = await Judge.AskAsync(file);
            accepted += judge.IsAccepted ? 1 : 0;
            if (judge.Difference(KeepalivedConfiguration.Load(file, Judge.ConfigId)) is { } difference && !Known.ContainsKey(Path.GetFileName(file)))
                differences.Add($"{Path.GetFileName(file)}: {difference}");
        }
        return (files.Length, accepted, differences);
    }
}
