using System.Security.Cryptography;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Nightly.Tests;

/// <summary>The tarball and the .deb, on machines that are thrown away.</summary>
[Collection(PublishedFixture.Name)]
public sealed class PublishedTests(PublishedFixture published)
{
    [SkippableFact]
    public async Task The_tarball_needs_no_NET_and_is_a_node()
    {
        Needs.Root();
        (await Command.RunAsync("unshare", "--net", "bash", Script("tarball.sh"), published.Tarball, published.NewFolder("tarball"))).ShouldSucceed()
            .Output.ShouldContain("Active");
    }

    [SkippableFact]
    public async Task The_package_is_installed_started_without_root_stopped_removed_and_purged()
    {
        Needs.Root();
        (await Command.RunAsync("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", Script("install.sh"), published.Package, published.NewFolder("machine"))).ShouldSucceed()
            .Output.ShouldContain("installed, started, stopped, removed, purged");
    }

    [SkippableFact]
    public async Task With_systemd_it_is_a_service_that_reloads_survives_a_hung_node_and_an_upgrade_and_leaves_nothing()
    {
        Needs.Root();
        Skip.IfNot(File.Exists("/lib/systemd/systemd"), "systemd is not installed");
        var machine = published.NewFolder("service");
        var report = Directory.CreateDirectory(Path.Combine(machine, "report")).FullName;

        // Its first process ends when all is done; how, stands in the report.
        await Command.RunAsync(
            "timeout", "--kill-after=5", "180", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net", "--cgroup", "bash", Script("service.sh"), published.Package, machine);

        var said = string.Concat(Directory.GetFiles(report).Order().Select(f => $"--- {Path.GetFileName(f)}\n{File.ReadAllText(f)}"));
        said.ShouldContain("installed, enabled, started, reloaded, hung, upgraded, removed, purged");
        File.ReadAllText(Path.Combine(report, "result")).ShouldBe("success\n", said);
    }

    [SkippableFact]
    public async Task Lintian_finds_no_error()
    {
        Skip.IfNot(File.Exists("/usr/bin/lintian"), "lintian is not installed");
        (await Command.RunAsync("lintian", "--allow-root", "--fail-on", "error", published.Package)).ShouldSucceed();
    }

    [SkippableFact]
    public async Task The_same_sources_give_the_same_files_in_another_folder()
    {
        Skip.IfNot(Path.Exists(Repository.PathOf(".git")), "not a clone");
        // In another folder, where nothing is compiled yet.
        var (clone, again) = (published.NewFolder("clone"), published.NewFolder("again"));
        (await Command.RunAsync("bash", "-ec", $"git ls-files -co --exclude-standard -z | tar --null -T - -cf - | tar -xf - -C '{clone}'; ln -s '{Repository.PathOf(".git")}' '{clone}/.git'")).ShouldSucceed();
        (await Command.RunAsync(Path.Combine(clone, "package"), "--only", "nuget,tarball,deb", "--output", again)).ShouldSucceed();

        var files = published.Files.ToList();
        files.Count.ShouldBeGreaterThan(15);
        files.Where(f => Hash(Path.Combine(again, Path.GetFileName(f))) != Hash(f)).Select(Path.GetFileName).ShouldBeEmpty();
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
