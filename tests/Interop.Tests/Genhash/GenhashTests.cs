using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Genhash;

/// <summary><c>failoverip genhash</c> beside the genhash of the keepalived package: the same digest for the same page.</summary>
public class GenhashTests
{
    public static TheoryData<string, bool> Pages
    {
        get
        {
            var pages = new TheoryData<string, bool>();
            foreach (var page in PageServer.Pages.Keys.Append("/host"))
            {
                pages.Add(page, false);
                pages.Add(page, true);
            }
            return pages;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task The_digest_is_the_one_of_keepalived(string page, bool tls)
    {
        Requirements.Demand();
        await using var server = new PageServer(tls);
        var theirs = await TheirsAsync(server, page, tls, "-V", "www.page.test");
        theirs.Length.ShouldBe(32);
        (await OursAsync(server, page, tls, "-V", "www.page.test")).ShouldBe(theirs);
    }

    [SkippableTheory]
    [InlineData("1.0")]
    [InlineData("1.0c")]
    [InlineData("1.1")]
    public async Task In_each_version_of_HTTP_and_without_a_virtual_host(string version)
    {
        Requirements.Demand();
        await using var server = new PageServer(tls: false);
        foreach (var page in (string[])["/host", "/chunked"])
            (await OursAsync(server, page, tls: false, "-P", version)).ShouldBe(await TheirsAsync(server, page, tls: false, "-P", version));
    }

    private static async Task<string> TheirsAsync(PageServer server, string page, bool tls, params string[] options) =>
        (await Shell.RunAsync("genhash", ["-s", "127.0.0.1", "-p", $"{server.Port}", "-u", page, .. tls ? ["-S"] : (string[])[], .. options])).Trim();

    private static async Task<string> OursAsync(PageServer server, string page, bool tls, params string[] options) =>
        (await Shell.RunAsync("dotnet", [Tool.Path, "genhash", $"{(tls ? "https" : "http")}://127.0.0.1:{server.Port}{page}", "--no-verify", .. options])).Trim();
}
