using System.Globalization;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Failover;

/// <summary>
/// The netcup tutorial with its own files: keepalived.conf, to_master.sh and to_backup.sh, with nothing filled in but what it says to fill in. First both servers run
/// keepalived; then one of them, and in the end both, <c>failoverip run -k</c> with the keepalived.conf unchanged, and ten lines of JSON in place of the scripts.
/// </summary>
public sealed class KeepalivedConfTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [SkippableFact]
    public async Task The_tutorials_own_files_run_with_one_node_on_keepalived_and_then_with_none()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "s2", "netcup");
        // With netcup's own five minutes between two changes the test would take half an hour.
        using var simulator = await NetcupSimulator.StartAsync(lab, lab["netcup"], "netcup-soap", routingInterval: TimeSpan.FromSeconds(1));
        var (s1, s2) = (await Server.CreateAsync(lab, simulator, "s1", 1, "MASTER", 255), await Server.CreateAsync(lab, simulator, "s2", 2, "BACKUP", 254));

        // As the tutorial leaves it.
        var keepalived1 = s1.Host.Start("keepalived", "-n", "-l", "-D", "-P", "-f", s1.KeepalivedConf, "-p", s1.KeepalivedConf + ".pid", "-r", s1.KeepalivedConf + ".vrrp.pid");
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server1, Patience);

        // One moves: it is Backup beside keepalived, and takes over from it when that stops.
        var node2 = s2.Run();
        await node2.WaitForLineAsync("VI_1: Initialize", Patience);
        await keepalived1.SignalAsync("TERM");
        await keepalived1.WaitForExitAsync(Patience);
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server2, Patience);
        await s2.Host.WaitForAddressAsync("10.132.0.100/32", present: true);

        // keepalived comes back and, as the owner, takes over; its script moves the route, and ours lets go of it.
        var again = s1.Host.Start("keepalived", "-n", "-l", "-D", "-P", "-f", s1.KeepalivedConf, "-p", s1.KeepalivedConf + ".2.pid", "-r", s1.KeepalivedConf + ".2.vrrp.pid");
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server1, Patience);
        await s2.Host.WaitForAddressAsync("10.132.0.100/32", present: false);

        // And then the other.
        await again.SignalAsync("TERM");
        await again.WaitForExitAsync(Patience);
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server2, Patience);
        File.Delete(s1.ToMaster);
        File.Delete(s1.ToBackup);
        var node1 = s1.Run();
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server1, Patience);
        await s1.Host.WaitForAddressAsync("10.132.0.100/32", present: true);
        await s2.Host.WaitForAddressAsync("10.132.0.100/32", present: false);

        await s1.SignalNodeAsync(node1, "KILL");
        await simulator.WaitForOwnerAsync(lab, NetcupNodes.FailoverIp, NetcupNodes.Server2, Patience);
        await s2.Host.WaitForAddressAsync("10.132.0.100/32", present: true);
        await s2.SignalNodeAsync(node2, "TERM");
        (await node2.WaitForExitAsync(Patience)).ShouldBe(0, lab.Describe());
        node2.Lines.ShouldAllBe(l => !l.Contains("Exception", StringComparison.Ordinal));
        node2.Lines.ShouldAllBe(l => !l.Contains("CUSTOM_P", StringComparison.Ordinal));
    }

    private sealed record Server(LabHost Host, string Folder)
    {
        public string KeepalivedConf => Path.Combine(Folder, "keepalived.conf");

        public string ToMaster => Path.Combine(Folder, "to_master.sh");

        public string ToBackup => Path.Combine(Folder, "to_backup.sh");

        public static async Task<Server> CreateAsync(NetworkLab lab, NetcupSimulator simulator, string name, int number, string state, int priority)
        {
            var server = new Server(lab[name], Directory.CreateDirectory(Path.Combine(lab.Folder, name)).FullName);
            var providers = simulator.SoapProviders();
            var endpoint = providers["netcup"]!["Endpoint"]!.GetValue<string>();
            var password = (await File.ReadAllTextAsync(providers["netcup"]!["PasswordFile"]!.GetValue<string>())).Trim();
            await server.WriteAsync("keepalived.conf", Conf(state, priority).Replace("/PATH/TO/YOUR/SCRIPT", server.Folder, StringComparison.Ordinal));
            await server.WriteAsync("to_master.sh", ToMasterScript.Replace("https://www.servercontrolpanel.de:443/WSEndUser?xsd=1", endpoint, StringComparison.Ordinal)
                .Replace("YOUR_LOGIN_NAME", "12345", StringComparison.Ordinal).Replace("YOUR_WEBSERVICE_PASSWORD", password, StringComparison.Ordinal)
                .Replace("YOUR_FAILOVER_IP", NetcupNodes.FailoverIp, StringComparison.Ordinal)
                .Replace("YOUR_VSERVER_NAME", $"v220000000000000000{number}", StringComparison.Ordinal).Replace("YOUR_VSERVER_MAC", $"02:00:00:00:00:0{number}", StringComparison.Ordinal));
            await server.WriteAsync("to_backup.sh", ToBackupScript);
            var addresses = NetcupNodes.Addresses($"v220000000000000000{number}");
            addresses["web"]!["Target"]!["Mac"] = $"02:00:00:00:00:0{number}";
            await server.WriteAsync("failoverip.json", new JsonObject { ["FailoverIp"] = new JsonObject { ["Node"] = server.Host.Namespace, ["Providers"] = providers, ["Addresses"] = addresses } }.ToJsonString());
            return server;
        }

        // In a PID namespace of its own, as on a machine of its own: to_backup.sh ends every to_master.sh that it sees.
        public LabProcess Run() => Host.Start("unshare", "--pid", "--fork", "--kill-child", "--mount-proc",
            "dotnet", Tool.Path, "run", "-k", KeepalivedConf, "-c", Path.Combine(Folder, "failoverip.json"), "--control", Path.Combine(Folder, "control.sock"));

        public async Task SignalNodeAsync(LabProcess outer, string signal)
        {
            var node = (await Shell.RunAsync("pgrep", "-P", outer.Id.ToString(CultureInfo.InvariantCulture))).Trim();
            await LabProcess.SignalAsync(signal, [int.Parse(node, CultureInfo.InvariantCulture)]);
        }

        private async Task WriteAsync(string name, string text)
        {
            var path = Path.Combine(Folder, name);
            await File.WriteAllTextAsync(path, text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, name.EndsWith(".sh", StringComparison.Ordinal) ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_000_000);
        }
    }

    private static string Conf(string state, int priority) => $$"""
        vrrp_instance VI_1 {
            state {{state}}
            interface eth1
            virtual_router_id 101
            priority {{priority}}
            advert_int 2
            authentication {
                auth_type PASS
                auth_pass CUSTOM_PASSWORD
            }
            virtual_ipaddress {
                10.132.0.100
            }
            notify_master /PATH/TO/YOUR/SCRIPT/to_master.sh
            notify_backup /PATH/TO/YOUR/SCRIPT/to_backup.sh
            notify_fault /PATH/TO/YOUR/SCRIPT/to_backup.sh
        }

        """;

    private const string ToMasterScript = """
        #!/usr/bin/bash

        CURL_REROUTE='
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://enduser.service.web.vcp.netcup.de/">
            <SOAP-ENV:Body>
                <ns1:changeIPRouting>
                    <loginName>YOUR_LOGIN_NAME</loginName>
                    <password>YOUR_WEBSERVICE_PASSWORD</password>
                    <routedIP>YOUR_FAILOVER_IP</routedIP>
                    <routedMask>32</routedMask>
                    <destinationVserverName>YOUR_VSERVER_NAME</destinationVserverName>
                    <destinationInterfaceMAC>YOUR_VSERVER_MAC</destinationInterfaceMAC>
                </ns1:changeIPRouting>
            </SOAP-ENV:Body>
        </SOAP-ENV:Envelope>'

        CURL_CHECK='
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://enduser.service.web.vcp.netcup.de/">
            <SOAP-ENV:Body>
                <ns1:getVServerIPs>
                    <loginName>YOUR_LOGIN_NAME</loginName>
                    <password>YOUR_WEBSERVICE_PASSWORD</password>
                    <vserverName>YOUR_VSERVER_NAME</vserverName>
                </ns1:getVServerIPs>
            </SOAP-ENV:Body>
        </SOAP-ENV:Envelope>'

        # Do not trigger re-route before checking if the current may even has the correct IP
        # REROUTE_RESULT=$(curl -s -H "Content-Type: text/xml; charset=utf-8" -H "SOAPAction:" -d "$CURL_REROUTE" -X POST https://www.servercontrolpanel.de:443/WSEndUser?xsd=1)
        CHECK_RESULT=$(curl -s -H "Content-Type: text/xml; charset=utf-8" -H "SOAPAction:" -d "$CURL_CHECK" -X POST https://www.servercontrolpanel.de:443/WSEndUser?xsd=1)
        FAILOVER_IP_ACTIVE=$(echo $CHECK_RESULT | grep YOUR_FAILOVER_IP | wc -l)

        n=0
        while [ $n -lt 10 ] && [ $FAILOVER_IP_ACTIVE -eq 0 ]
        do
            REROUTE_RESULT=$(curl -s -H "Content-Type: text/xml; charset=utf-8" -H "SOAPAction:" -d "$CURL_REROUTE" -X POST https://www.servercontrolpanel.de:443/WSEndUser?xsd=1)
            sleep 3
            CHECK_RESULT=$(curl -s -H "Content-Type: text/xml; charset=utf-8" -H "SOAPAction:" -d "$CURL_CHECK" -X POST https://www.servercontrolpanel.de:443/WSEndUser?xsd=1)
            FAILOVER_IP_ACTIVE=$(echo $CHECK_RESULT | grep YOUR_FAILOVER_IP | wc -l)
            n=$((n+1))
        done

        """;

    private const string ToBackupScript = """
        #!/usr/bin/bash

        # Ensure no to_master script is still running even though we got into backup state

        if pgrep to_master.sh; then killall to_master.sh; fi

        """;
}
