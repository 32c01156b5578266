using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>A file that is tracked moves the priority below the peer's and back.</summary>
public sealed class TrackedFileTests
{
    [SkippableTheory]
    [InlineData(PeerKind.Keepalived)]
    [InlineData(PeerKind.Ours)]
    public async Task The_number_in_a_file_decides_who_is_Active(PeerKind low)
    {
        var file = "";
        await using var pair = await Pair.CreateAsync(VrrpPlan.V3, (lab, host) => Tracking(lab, host, file = Path.Combine(lab.Folder, "load")), (lab, host) => VrrpPeer.Create(low, lab, host, VrrpPlan.V3, 100));
        await File.WriteAllTextAsync(file, "0\n");
        await pair.StartAsync();

        await WriteAsync(pair, file, "60\n");
        await pair.Lab.Capture.WaitForAsync<AdvertFrame>("the lower one's advert", pair.Plan.Patience, a => Pair.IsFrom(a, pair.Low), pair.Lab.LastChange);
        await pair.ExpectOnlyActiveAsync(pair.Low);
        var instance = await ((Node)pair.High).ReadInstanceAsync();
        (instance.GetProperty("state").GetString(), instance.GetProperty("priority").GetInt32(), instance.GetProperty("effectivePriority").GetInt32()).ShouldBe(("Backup", 150, 90));

        await WriteAsync(pair, file, "0\n");
        var returned = await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);
        returned.Priority.ShouldBe((byte)150);
        await pair.ExpectOnlyActiveAsync(pair.High);
        pair.Lab.Capture.Adverts.Where(a => Pair.IsFrom(a, pair.High)).ShouldAllBe(a => a.Priority == 150 || a.Priority == 90);
        ((Node)pair.High).ShouldHaveCleanLog();
    }

    private static Node Tracking(NetworkLab lab, LabHost host, string file) => new(lab, host, VrrpPlan.V3, 150)
    {
        Vrrp = vrrp => vrrp["Trackers"] = new JsonObject { ["Files"] = new JsonObject { ["load"] = new JsonObject { ["Path"] = file } } },
        Instance = instance => instance["TrackFiles"] = new JsonObject { ["load"] = -1 },
    };

    private static async Task WriteAsync(Pair pair, string file, string text)
    {
        await File.WriteAllTextAsync(file, text);
        pair.Lab.Touch();
    }
}
