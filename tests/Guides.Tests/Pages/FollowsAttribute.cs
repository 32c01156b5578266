namespace FailoverIp.Guides.Pages;

/// <summary>The test types what these sections of a page say: it takes their blocks of commands out of the page.</summary>
/// <param name="page">The file, from the root of the repository.</param>
/// <param name="sections">The beginnings of the headings.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FollowsAttribute(string page, params string[] sections) : Attribute
{
    public string Page => page;

    public IReadOnlyList<string> Sections => sections;
}
