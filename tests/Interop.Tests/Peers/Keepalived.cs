using System.Globalization;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>keepalived, its VRRP process only.</summary>
internal sealed class Keepalived(NetworkLab lab, LabHost host, VrrpPlan plan, int priority) : VrrpPeer(lab, host, plan, priority)
{
    private int _starts;
    private string _pidFile = "";
    private LabProcess? _process;

    /// <summary>More lines of the instance.</summary>
    public string More { get; init; } = "";

    /// <summary>More after the instance.</summary>
    public string After { get; init; } = "";

    // keepalived's ipvlan needs an address of its own, and its adverts come from there.
    public override System.Net.IPAddress Source => Plan.UseIpvlan ? OtherSource : base.Source;

    // Only its adverts use the ipvlan; the virtual addresses stay below.
    protected override string AddressInterface => Plan.UseIpvlan ? "eth1" : base.AddressInterface;

    public LabProcess Process => _process ?? throw new InvalidOperationException("not started");

    public override async Task StartAsync()
    {
        // Files of its own each time: those of a killed process are left behind.
        var run = Path.Combine(Lab.Folder, string.Create(CultureInfo.InvariantCulture, $"{Host.Name}.{++_starts}"));
        _pidFile = run + ".vrrp.pid";
        await File.WriteAllTextAsync(run + ".conf", Configuration());
        _process = Host.Start("keepalived", "-n", "-l", "-D", "-P", "-f", run + ".conf", "-p", run + ".pid", "-r", _pidFile);
        await _process.WaitForLineAsync("Entering", Plan.Patience);
        Lab.Touch();
    }

    public override async Task KillAsync()
    {
        // The VRRP process first: it would stop cleanly when its parent dies, and the parent would start another one if it had the time.
        var vrrp = int.Parse(await File.ReadAllTextAsync(_pidFile), CultureInfo.InvariantCulture);
        await LabProcess.SignalAsync("STOP", [Process.Id]);
        await LabProcess.SignalAsync("KILL", [vrrp, Process.Id]);
        Lab.Touch();
        await Process.WaitForExitAsync(Plan.Patience);
    }

    public override async Task StopAsync()
    {
        await Process.SignalAsync("TERM");
        await Process.WaitForExitAsync(Plan.Patience);
        Lab.Touch();
    }

    /// <summary>Its keepalived.conf.</summary>
    public string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        global_defs {
          router_id {{Host.Name}}
          vrrp_version {{Plan.Version}}
          {{(Plan.OwnGroup is null ? "" : $"vrrp_mcast_group{(Plan.IsIPv6 ? 6 : 4)} {Plan.OwnGroup}")}}
        }
        vrrp_instance VI_1 {
          state {{(Priority == 255 ? "MASTER" : "BACKUP")}}
          interface eth1
          virtual_router_id {{Plan.VirtualRouterId}}
          priority {{Priority}}
          advert_int {{Plan.Interval.TotalSeconds}}
          {{(Plan.UseVmac ? $"use_vmac {Plan.AddressInterface}" : "")}}
          {{(Plan.TransmitOnBase ? "vmac_xmit_base" : "")}}
          {{(Plan.UseIpvlan ? $"use_ipvlan {Plan.AddressInterface} {Source}/{(Plan.IsIPv6 ? 64 : 24)}" : "")}}
          {{(Plan.UseOtherSource ? $"mcast_src_ip {Source}" : "")}}
          {{(Plan.IsUnicast ? $"unicast_src_ip {Source}\n unicast_peer {{\n {string.Join('\n', Peers)}\n }}" : "")}}
          {{(Plan.Password is null ? "" : $"authentication {{\n auth_type {(Plan.UseAuthenticationHeader ? "AH" : "PASS")}\n auth_pass {Plan.Password}\n }}")}}
          {{More}}
          virtual_ipaddress {
            {{string.Join('\n', Plan.Addresses)}}
          }
        }
        {{After}}

        """);
}
