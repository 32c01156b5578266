using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary><c>run -k</c>, <c>validate -k</c> and <c>import</c>: what the guide about moving from keepalived types.</summary>
public class KeepalivedCommandTests
{
    private const string Valid = """
        global_defs {
            dynamic_interfaces
            enable_snmp_vrrp
        }
        vrrp_instance VI_1 {
            interface nonexist0
            virtual_router_id 101
            priority 150
            advert_int 2
            authentication {
                auth_type PASS
                auth_pass s3cret
            }
            virtual_ipaddress {
                10.132.0.100
            }
        }
        """;

    [Fact]
    public async Task What_keepalived_accepts_is_valid_and_what_is_not_carried_out_is_a_warning_on_its_line()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("keepalived.conf", Valid);

        var result = await Tool.RunAsync("validate", "-k", file);

        result.ShouldEndWith(0).ShouldNotTell("s3cret").Error.ShouldBeEmpty();
        result.Output.ShouldBe($"warning: {file}:3: enable_snmp_vrrp is not carried out: failoverip status --json and /metrics have it\n{file}: valid\n");
    }

    [Fact]
    public async Task What_keepalived_reports_is_told_on_its_line_and_not_valid()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("keepalived.conf", Valid.Replace("priority 150", "priorty 150", StringComparison.Ordinal));

        var result = await Tool.RunAsync("validate", "-k", file);

        result.ShouldEndWith(1).Error.ShouldBeEmpty();
        result.Output.ShouldContain($"{file}:8: unknown keyword 'priorty'; did you mean 'priority'?\n");
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("binary", "vrrp\0instance")]
    public async Task What_is_no_configuration_file_is_one_line(string name, string? content)
    {
        using var directory = new TemporaryDirectory();
        var file = content is null ? directory[name] : directory.Write(name, content);

        foreach (var arguments in (string[][])[["validate", "-k", file], ["run", "-k", file], ["import", file]])
        {
            var result = await Tool.RunAsync(arguments);
            result.ShouldEndWith(2).Output.ShouldBeEmpty();
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, result.Error);
            result.Error.ShouldContain(file);
        }
    }

    [Fact]
    public async Task An_imported_file_is_valid_and_only_its_owner_reads_it()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("keepalived.conf", Valid);
        var output = directory["failoverip.json"];

        var printed = await Tool.RunAsync("import", file);
        var written = await Tool.RunAsync("import", file, "-o", output);
        var again = await Tool.RunAsync("import", file, "-o", output);
        var validated = await Tool.RunAsync("validate", "-c", output);

        printed.ShouldEndWith(0).Json["FailoverIp"]!["Vrrp"]!["Instances"]!["VI_1"]!["VirtualRouterId"]!.GetValue<int>().ShouldBe(101);
        printed.Error.ShouldContain($"warning: {file}:3: ");
        written.ShouldEndWith(0).Output.ShouldBeEmpty();
        File.GetUnixFileMode(output).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        again.ShouldEndWith(2).Error.ShouldContain("there already");
        validated.ShouldEndWith(0);
    }

    [Theory]
    [InlineData("auth_type PASS\n auth_pass s3cret", "authentication")]
    [InlineData("key 1 0123456789abcdef0123456789abcdef", "auth_hmac")]
    public async Task Secrets_in_what_is_printed_are_told_whatever_they_are_called(string words, string block)
    {
        using var directory = new TemporaryDirectory();
        var without = Valid[..Valid.IndexOf("    authentication", StringComparison.Ordinal)] + Valid[Valid.IndexOf("    virtual_ip", StringComparison.Ordinal)..];
        var with = directory.Write("with.conf", without.Replace("    virtual_ip", $"    version 3\n    {block} {{\n {words}\n }}\n    virtual_ip", StringComparison.Ordinal).Replace(block == "authentication" ? "    version 3\n" : "\r", "", StringComparison.Ordinal));

        var told = await Tool.RunAsync("import", with);
        var silent = await Tool.RunAsync("import", directory.Write("without.conf", without));

        told.Output.ShouldContain("s3cret|0123456789abcdef".Split('|')[block == "authentication" ? 0 : 1]);
        told.Error.ShouldContain("warning: passwords or keys stand in the output");
        silent.ShouldEndWith(0).Error.ShouldNotContain("stand in the output");
    }

    [Fact]
    public async Task A_file_that_could_not_be_written_whole_is_not_left_and_the_reason_is_told()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("keepalived.conf", Valid);
        Directory.CreateDirectory(directory["full"]);

        // 4 KiB of a file system, of which nothing is left.
        var result = await Tool.RunCommandAsync(
            "unshare", Environment.UserName == "root" ? "--mount" : "-rm", "sh", "-c",
            "mount -t tmpfs -o size=4k none \"$1\" && head -c 4096 /dev/zero > \"$1/all\" && { dotnet \"$3\" import \"$2\" -o \"$1/out.json\"; status=$?; ls \"$1\"; exit $status; }",
            "sh", directory["full"], file, Path.Combine(AppContext.BaseDirectory, "failoverip.dll"));

        result.ShouldEndWith(2).Output.ShouldBe("all\n");
        result.Error.ShouldContain("No space left on device");
        result.Error.ShouldNotContain("there already");
    }

    [Fact]
    public async Task A_name_in_both_files_is_an_error_that_names_both_places()
    {
        using var directory = new TemporaryDirectory();
        var keepalived = directory.Write("keepalived.conf", Valid);
        var file = directory.Write("failoverip.json", """
            { "FailoverIp": {
              "Vrrp": { "Instances": {
                "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "VirtualAddresses": [ "10.0.0.1" ] } } } } }
            """);

        var result = await Tool.RunAsync("validate", "-k", keepalived, "-c", file);

        result.ShouldEndWith(1).Output.ShouldContain($"{file}:3: Vrrp.Instances.VI_1: stands in {keepalived}:5 as well");
    }

    [Fact]
    public async Task Lines_of_another_machine_are_left_out_by_the_id()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("keepalived.conf", Valid.Replace("    priority 150", "    @one priority 150\n    @two priority 300", StringComparison.Ordinal));

        (await Tool.RunAsync("validate", "-k", file, "--config-id", "one")).ShouldEndWith(0);
        (await Tool.RunAsync("validate", "-k", file, "--config-id", "two")).ShouldEndWith(1).Output.ShouldContain($"{file}:9: ");
    }
}
