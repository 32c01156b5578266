using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FailoverIp.Node;

namespace FailoverIp.Cli.Tests.Keepalived;

/// <summary>What <c>keepalived -t</c> says of a file, beside what we say of it.</summary>
/// <param name="IsAccepted">Whether it ends with 0.</param>
/// <param name="Lines">The files and lines of its complaints.</param>
/// <param name="WithoutLine">How many complaints have no line.</param>
/// <param name="Text">Everything it wrote.</param>
internal sealed partial record Judge(bool IsAccepted, IReadOnlySet<(string File, int Line)> Lines, int WithoutLine, string Text)
{
    public const string ConfigId = "corpus";

    /// <summary>Asks keepalived.</summary>
    public static async Task<Judge> AskAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("keepalived", ["-t", "-f", path, "-i", ConfigId]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        // It never ends with some files, such as one that tracks a track_file that is not there beside one that is: such a file is none for the corpus.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var kill = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync();
        var text = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        patience.IsCancellationRequested.ShouldBeFalse($"keepalived -t {path} does not end");
        var own = Path.GetFileName(path);
        var lines = Place().Matches(text).Select(m => (m.Groups["file"] is { Success: true, Value: var file } ? Path.GetFileName(file) : own, int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture))).ToHashSet();
        return new(process.ExitCode == 0, lines, text.Split('\n').Count(l => l.Trim().Length > 0 && !Place().IsMatch(l)), text);
    }

    /// <summary>Where the two differ; null where they agree: the same verdict, each of its lines among ours, and no more lines of our own than it has complaints without one.</summary>
    public string? Difference(KeepalivedConfiguration ours)
    {
        var complaints = ours.Complaints.Where(p => p.Line > 0).Select(p => (Path.GetFileName(p.File), p.Line)).ToHashSet();
        var notes = ours.Notes.Select(p => (Path.GetFileName(p.File), p.Line)).ToHashSet();
        var missing = Lines.Where(l => !complaints.Contains(l) && !notes.Contains(l)).ToList();
        var extra = complaints.Except(Lines).ToList();
        if (ours.IsAccepted == IsAccepted && missing.Count == 0 && extra.Count <= WithoutLine)
            return null;
        return $"keepalived: {(IsAccepted ? "accepted" : "not accepted")}, ours: {(ours.IsAccepted ? "accepted" : "not accepted")}; not among ours: {string.Join(' ', missing)}; among ours alone: {string.Join(' ', extra)}\n"
            + $"{Text.TrimEnd()}\n  beside\n{string.Join('\n', ours.Complaints)}";
    }

    [GeneratedRegex(@"\((?:(?<file>[^:()\n]*): )?Line (?<line>\d+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
