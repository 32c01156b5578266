using System.Text.Json;
using System.Text.Json.Nodes;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>What the tool left behind.</summary>
internal sealed record ToolResult(int ExitStatus, string Output, string Error)
{
    /// <summary>Standard output as the one JSON document that it is to be; anything beside it is an error.</summary>
    public JsonNode Json => JsonNode.Parse(Output, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow })!;

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It ended with this status.</summary>
    public ToolResult ShouldEndWith(int status)
    {
        ExitStatus.ShouldBe(status, $"standard output:\n{Output}\nstandard error:\n{Error}");
        return this;
    }

    /// <summary>It said what is wrong in exactly one line on standard error, and showed nothing of its inside.</summary>
    public ToolResult ShouldFailInOneLine(int status, params string[] words)
    {
        ShouldEndWith(status);
        ErrorLines.Length.ShouldBe(1, Error);
        ErrorLines[0].ShouldStartWith("failoverip: ");
        foreach (var word in words)
            Error.ShouldContain(word, Case.Insensitive);
        Error.ShouldNotContain("   at ");
        Error.ShouldNotContain("Exception");
        return this;
    }

    /// <summary>With --json: one document that tells the kind, beside the one line.</summary>
    public ToolResult ShouldFailAsJson(int status, string kind)
    {
        ShouldEndWith(status);
        var error = Json["error"].ShouldNotBeNull();
        error.AsObject().Select(p => p.Key).ShouldBe(["kind", "message", "retryAfterSeconds"]);
        error["kind"]!.GetValue<string>().ShouldBe(kind);
        error["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        return this;
    }

    /// <summary>The text is nowhere in what it wrote.</summary>
    public ToolResult ShouldNotTell(params string[] secrets)
    {
        foreach (var secret in secrets)
            (Output + Error).ShouldNotContain(secret);
        return this;
    }
}
