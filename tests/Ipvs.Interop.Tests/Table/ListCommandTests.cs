using FailoverIp.Interop.Peers;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Table;

/// <summary><c>failoverip ipvs list</c> beside ipvsadm, to the blank. The order of real servers is by number here, and IPv4 before IPv6.</summary>
public sealed class ListCommandTests
{
    [SkippableTheory]
    [InlineData("-Ln")]
    [InlineData("-Ln --stats", "--stats")]
    public async Task It_prints_what_ipvsadm_prints(string theirs, params string[] ours)
    {
        await using var lab = await LabNamespace.CreateAsync();
        await lab.Ipvsadm.RestoreAsync(OptionMatrix.All.SelectMany(c => c.Lines));

        var (status, output, errors) = await lab.RunAsync("dotnet", [Tool.Path, "ipvs", "list", .. ours]);

        (status, errors.Trim()).ShouldBe((0, ""));
        Blocks(output).ShouldBe(Blocks(await lab.Ipvsadm.RunAsync(theirs)));
    }

    /// <summary>The heading, and then each service with its real servers.</summary>
    private static string[] Blocks(string listing)
    {
        var lines = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var blocks = new List<List<string>>();
        foreach (var line in lines.Skip(3))
        {
            if (line.StartsWith("  -> ", StringComparison.Ordinal))
                blocks[^1].Add(line.TrimEnd());
            else
                blocks.Add([line.TrimEnd()]);
        }
        return [.. lines.Take(3), .. blocks.Select(b => string.Join('\n', b.Take(1).Concat(b.Skip(1).Order(StringComparer.Ordinal)))).Order(StringComparer.Ordinal)];
    }
}
