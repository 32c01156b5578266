using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Node.Tests;

public class NotifyTests
{
    [Fact]
    public void Every_key_is_read_and_a_command_may_be_written_in_three_ways()
    {
        var options = Load("""
            "Notify": {
              "User": "nobody",
              "Fifo": "/run/f.all", "FifoCommand": "cat -u",
              "VrrpFifo": { "Path": "/run/f.vrrp", "User": "root" }, "VrrpFifoCommand": [ "cat" ],
              "LvsFifo": "lvs.fifo", "LvsFifoCommand": { "Command": "cat", "User": "root", "Group": "daemon" },
              "StartupCommand": "true a", "StartupTimeout": "00:00:20", "ShutdownCommand": "true b", "ShutdownTimeout": "00:00:30", "StatesOnReload": true
            },
            "Vrrp": {
              "Instances": {
                "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "VirtualAddresses": [ "10.0.0.1" ],
                          "Notify": { "Active": "echo 'a b' c", "Backup": [ "echo", "d e" ], "Fault": { "Command": "echo f", "User": "root" }, "Stop": "echo g",
                                      "Deleted": "echo h", "ReceivedLowerPriority": "echo i", "Any": "echo j", "PriorityChanges": true } },
                "VI_2": { "Interface": "eth1", "VirtualRouterId": 2, "VirtualAddresses": [ "10.0.0.2" ], "Notify": { "Deleted": true } }
              },
              "SyncGroups": { "G1": { "Instances": [ "VI_1", "VI_2" ], "Notify": { "Active": "echo k", "Backup": "echo l", "Fault": "echo m", "Stop": "echo n", "Any": "echo o" } } }
            },
            "VirtualServers": {
              "web": { "Address": "192.0.2.1:80", "Notify": { "QuorumUp": "echo p", "QuorumDown": "echo q" },
                       "RealServers": [ { "Address": "10.0.0.10:80" }, { "Address": "10.0.0.11:80", "Notify": { "Up": "echo r", "Down": "echo s" } } ] }
            }
            """, out var folder).Notify;

        options.Fifo.ShouldBe(new("/run/f.all") { User = "nobody", Reader = Command("nobody", null, "cat", "-u") });
        options.VrrpFifo.ShouldBe(new("/run/f.vrrp") { User = "root", Reader = Command("nobody", null, "cat") });
        options.LvsFifo.ShouldBe(new(Path.Combine(folder, "lvs.fifo")) { User = "nobody", Reader = Command("root", "daemon", "cat") });
        (options.StartupCommand, options.StartupTimeout).ShouldBe((Command("nobody", null, "true", "a"), TimeSpan.FromSeconds(20)));
        (options.ShutdownCommand, options.ShutdownTimeout).ShouldBe((Command("nobody", null, "true", "b"), TimeSpan.FromSeconds(30)));
        options.StatesOnReload.ShouldBeTrue();
        options.Instances["VI_1"].ShouldBe(new()
        {
            Active = Command("nobody", null, "echo", "a b", "c"), Backup = Command("nobody", null, "echo", "d e"), Fault = Command("root", null, "echo", "f"), Stop = Command("nobody", null, "echo", "g"),
            Deleted = Command("nobody", null, "echo", "h"), ReceivedLowerPriority = Command("nobody", null, "echo", "i"), Any = Command("nobody", null, "echo", "j"), PriorityChanges = true,
        });
        options.Instances["VI_2"].ShouldBe(new() { TellsDeleted = true });
        options.Instances["VI_1"].TellsDeleted.ShouldBeTrue();
        options.SyncGroups["G1"].ShouldBe(new()
        {
            Active = Command("nobody", null, "echo", "k"), Backup = Command("nobody", null, "echo", "l"), Fault = Command("nobody", null, "echo", "m"), Stop = Command("nobody", null, "echo", "n"),
            Any = Command("nobody", null, "echo", "o"),
        });
        var web = options.VirtualServers["web"];
        (web.QuorumUp, web.QuorumDown).ShouldBe((Command("nobody", null, "echo", "p"), Command("nobody", null, "echo", "q")));
        web.RealServers.ShouldHaveSingleItem().ShouldBe(new(IPEndPoint.Parse("10.0.0.11:80"), new(Command("nobody", null, "echo", "r"), Command("nobody", null, "echo", "s"))));
    }

    [Fact]
    public void Without_any_of_it_nothing_is_told()
    {
        var options = Load("\"Vrrp\": {}", out _).Notify;

        (options.Fifo, options.VrrpFifo, options.LvsFifo, options.StartupCommand, options.ShutdownCommand, options.StatesOnReload).ShouldBe((null, null, null, null, null, false));
        (options.StartupTimeout, options.ShutdownTimeout).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));
        options.Instances.ShouldBeEmpty();
        options.VirtualServers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"User\": \"nobody-of-this-name\"", "Notify.User: there is no user \"nobody-of-this-name\"")]
    [InlineData("\"User\": \"root\", \"Group\": \"none-of-this-name\"", "Notify.Group: there is no group \"none-of-this-name\"")]
    [InlineData("\"Group\": \"root\"", "Notify.Group: needs User beside it")]
    [InlineData("\"StartupCommand\": \"a 'b\"", "Notify.StartupCommand: the quote ' is not closed")]
    [InlineData("\"StartupCommand\": []", "Notify.StartupCommand: is the path of a program and its arguments")]
    [InlineData("\"StartupCommand\": { \"User\": \"root\" }", "Notify.StartupCommand.Command is missing")]
    [InlineData("\"StartupCommand\": 5", "Notify.StartupCommand: a number is not a command: a text, a list of a program and its arguments, or an object { \"Command\": …, \"User\": … }")]
    [InlineData("\"StartupCommand\": \"/nonexistent/script a\"", "warning: Notify.StartupCommand: /nonexistent/script does not exist")]
    [InlineData("\"StartupCommand\": \"/etc/passwd\"", "warning: Notify.StartupCommand: /etc/passwd is not executable")]
    [InlineData("\"StartupTimeout\": \"00:00:00.5\"", "Notify.StartupTimeout: 00:00:00.5 is not between 00:00:01 and 00:16:40")]
    [InlineData("\"Fifo\": \"/run/f\", \"LvsFifo\": \"/run/../run/f\"", "Notify.LvsFifo: is the path of another FIFO already: each has its own")]
    [InlineData("\"FifoCommand\": \"cat\"", "warning: Notify.FifoCommand: has no meaning without Fifo")]
    [InlineData("\"Fifos\": \"/run/f\"", "Notify: unknown key \"Fifos\"; did you mean \"Fifo\"?")]
    public void What_cannot_be_meant_is_told_with_its_place(string keys, string problem)
    {
        var configuration = Configurations.Load("{ \"FailoverIp\": {\n \"Notify\": { " + keys + " } } }");

        configuration.Lines().ShouldBe([$"f.json:2: {problem}"]);
    }

    private static NodeOptions Load(string keys, out string folder)
    {
        var configuration = Configurations.Load("{ \"FailoverIp\": {" + keys + "} }");
        configuration.Lines().ShouldBeEmpty();
        folder = Path.GetDirectoryName(Path.GetFullPath(configuration.Path))!;
        return configuration.Options.ShouldNotBeNull();
    }

    private static NodeCommand Command(string? user, string? group, params ImmutableArray<string> words) => new() { Command = words, User = user, Group = group };
}
