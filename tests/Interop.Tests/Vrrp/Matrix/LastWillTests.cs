using System.Globalization;
using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>The node dies under its supervisor, whichever way its adverts go: the other hears priority 0, in the same form as the adverts before.</summary>
public sealed class LastWillTests
{
    /// <summary>What each row is about, and who hears it.</summary>
    public static TheoryData<string, PeerKind> Rows => new()
    {
        { "unicast", PeerKind.Keepalived },
        { "IPv6", PeerKind.Keepalived },
        { "unicast IPv6", PeerKind.Keepalived },
        { "AH", PeerKind.Keepalived },
        { "HMAC", PeerKind.Ours },
        { "HMAC IPv6", PeerKind.Ours },
        { "vmac", PeerKind.Keepalived },
        { "vmac IPv6", PeerKind.Keepalived },
        { "vmac base", PeerKind.Keepalived },
    };

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public async Task The_other_hears_priority_0_and_takes_over_after_its_skew(string row, PeerKind low)
    {
        var plan = PlanOf(row);
        if (plan.UseVmac)
            await Requirements.DemandMacvlanAsync();
        // Without preemption the new node stays Backup: what is gone stays gone, and nothing hides it.
        await using var pair = await Pair.CreateAsync(
            plan, (lab, host) => new Node(lab, host, plan, 200) { IsSupervised = true, Instance = i => i["Preempt"] = false }, (lab, host) => VrrpPeer.Create(low, lab, host, plan, 100));
        var supervised = (Node)pair.High;
        await supervised.StartAsync();
        await pair.FirstAdvertAsync(supervised, pair.Lab.LastChange);
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(supervised);
        var model = pair.LastAdvert(supervised);
        var links = supervised.Host.Start("ip", "-o", "monitor", "link");
        var child = int.Parse((await Shell.RunAsync("pgrep", "-P", supervised.Process.Id.ToString(CultureInfo.InvariantCulture))).Trim(), CultureInfo.InvariantCulture);

        var killed = DateTime.UtcNow;
        await LabProcess.SignalAsync("KILL", [child]);
        var resigned = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("priority 0", TimeSpan.FromSeconds(2), a => a.Priority == 0, killed);
        var first = await pair.FirstAdvertAsync(pair.Low, resigned.At);

        Pair.IsFrom(resigned, supervised).ShouldBeTrue(pair.Lab.Describe());
        (resigned.Checksum, resigned.Destination, resigned.SourceMac, resigned.Ttl, resigned.HasAuthenticationHeader, resigned.Authentication, resigned.Trailer.Length)
            .ShouldBe((model.Checksum, model.Destination, model.SourceMac, model.Ttl, model.HasAuthenticationHeader, model.Authentication, model.Trailer.Length));
        resigned.Addresses.ShouldBe(model.Addresses);
        pair.ShouldTakeOverAfter(plan.Skew(100), resigned, first);
        await supervised.WaitForAddressesAsync(present: false);
        if (plan.UseVmac)
            await links.WaitForLineAsync("Deleted", plan.Patience);

        await supervised.Process.WaitForLineAsync("signal 9", plan.Patience);
        pair.Lab.Touch();
        await pair.ExpectOnlyActiveAsync(pair.Low);
        pair.Lab.Capture.Adverts.ShouldNotContain(a => Pair.IsFrom(a, supervised) && a.At > resigned.At, pair.Lab.Describe());
        if (plan.UseVmac)
            links.Lines.ShouldContain(l => l.StartsWith("Deleted", StringComparison.Ordinal) && l.Contains($" {plan.AddressInterface}@", StringComparison.Ordinal), string.Join('\n', links.Lines));
        supervised.ShouldHaveCleanLog();
    }

    private static VrrpPlan PlanOf(string row)
    {
        var plan = row switch
        {
            "AH" => VrrpPlan.V2 with { UseAuthenticationHeader = true },
            "HMAC" or "HMAC IPv6" => VrrpPlan.V3 with { HmacKey = "0123456789abcdef0123456789abcdef" },
            _ => VrrpPlan.V3 with { UseVmac = row.Contains("vmac", StringComparison.Ordinal), TransmitOnBase = row.Contains("base", StringComparison.Ordinal) },
        };
        plan = plan with { IsUnicast = row.Contains("unicast", StringComparison.Ordinal) };
        return row.Contains("IPv6", StringComparison.Ordinal) ? plan with { Address = IPAddress.Parse("fe80::100") } : plan;
    }
}
