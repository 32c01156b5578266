using System.Text.RegularExpressions;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>docs/guides/operating.md explains everything that a node can name.</summary>
public partial class OperatingPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/guides/operating.md");

    [Fact]
    public void Every_reason_to_discard_an_advert() => Same("Discarded adverts", Enum.GetNames<VrrpDiscardReason>().Where(n => n != nameof(VrrpDiscardReason.None)));

    [Fact]
    public void Every_kind_of_error() => Same("Errors of a provider", Enum.GetNames<FailoverErrorKind>());

    [Fact]
    public void Every_reason_of_a_transition() => Same("Why an instance has changed its state", Enum.GetNames<TransitionReason>());

    [Fact]
    public void Every_event_of_a_virtual_server() => Same("Events of virtual servers", Enum.GetNames<LvsEventKind>());

    [Fact]
    public void Every_line_that_a_Fault_can_have()
    {
        string[] sources = ["VrrpProcessor.Interfaces.cs", "VrrpProcessor.Tracking.cs", "VrrpProcessor.PutBack.cs", "Tracking/Standing.cs"];
        var lines = sources.SelectMany(file => File.ReadLines(MarkdownPage.PathOf("src/FailoverIp.Vrrp/Engine/" + file)))
            .SelectMany(line => Interpolated().Matches(line)).Select(m => Hole().Replace(m.Groups["text"].Value, "…"))
            .Where(text => FaultText().IsMatch(text)).Distinct(StringComparer.Ordinal).ToList();

        lines.Count.ShouldBeGreaterThan(9);
        lines.Except(Page.FirstCellsUnder("Why an instance is in Fault"), StringComparer.Ordinal).ShouldBeEmpty("not in the page");
    }

    private static void Same(string heading, IEnumerable<string> names)
    {
        var written = Page.FirstCellsUnder(heading).ToList();

        names.Except(written, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        written.Except(names, StringComparer.Ordinal).ShouldBeEmpty("only in the page");
        written.ShouldBeUnique();
    }

    [GeneratedRegex("\\$\"(?<text>(?:\\{(?:[^{}\"]|\"[^\"]*\"|\\{[^{}]*\\})*\\}|[^\"{])*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("^(there is no interface|interface |the source address|the tracked interface|the tracker|…; it was there|… of the sync group)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FaultText();
}
