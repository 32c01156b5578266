namespace FailoverIp.Guides.Pages;

/// <summary>Sections whose commands are typed by a test of another project: it needs a kernel, a build or packages of its own.</summary>
/// <param name="Page">The page.</param>
/// <param name="Sections">The beginnings of the headings.</param>
/// <param name="Source">The test's source, from the root of the repository.</param>
/// <param name="Test">The test, or what comes before all of them.</param>
internal sealed record Elsewhere(string Page, IReadOnlyList<string> Sections, string Source, string Test)
{
    public static readonly IReadOnlyList<Elsewhere> All =
    [
        new("docs/guides/installing.md", ["The .deb"], "tests/Nightly.Tests/InstallingGuideTests.cs", "The_deb_is_installed_as_the_guide_says"),
        new("docs/guides/installing.md", ["The tarball"], "tests/Nightly.Tests/InstallingGuideTests.cs", "The_tarball_is_unpacked_as_the_guide_says"),
        new("docs/guides/installing.md", ["The .NET tool"], "tests/Packaging.Tests/NuGet/InstallingGuideTests.cs", "The_tool_is_installed_as_the_guide_says"),
        new("docs/guides/installing.md", ["In an application"], "tests/Packaging.Tests/NuGet/InstallingGuideTests.cs", "An_application_gets_the_package_as_the_guide_says"),
        new("src/FailoverIp.Cli/README.md", ["FailoverIp.Cli"], "tests/Packaging.Tests/NuGet/InstallingGuideTests.cs", "The_tool_is_installed_as_its_own_page_says"),
        new("docs/guides/profitbricks-load-balancing.md", ["2.", "3.", "4.", "5.", "6.", "7.", "8."], "tests/Ipvs.Interop.Tests/Post/GuideTests.cs", "The_guide_does_what_it_says"),
        new("README.md", ["Build and test it"], "tests/Packaging.Tests/NuGet/PackedFixture.cs", "InitializeAsync"),
    ];
}
