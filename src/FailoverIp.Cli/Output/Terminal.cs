using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FailoverIp.Cli.Commands;
using FailoverIp.Cli.Logging;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Output;

/// <summary>Where a command's answer goes: standard output for the answer, standard error for one line on failure.</summary>
internal sealed class Terminal(bool json, bool verbose)
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;

    /// <summary>True where standard output is to hold one JSON document.</summary>
    public bool IsJson => json;

    /// <summary>True where logs and stack traces are wanted.</summary>
    public bool IsVerbose => verbose;

    /// <summary>True where a person is watching standard error, and logs do not run through it.</summary>
    public bool IsInteractive => !verbose && !Console.IsErrorRedirected;

    // Looked up as text as well, for command lines that could not be parsed.
    public static Terminal For(ParseResult arguments) => new(Has(arguments, CommonOptions.Json.Name), Has(arguments, CommonOptions.Verbose.Name));

    /// <summary>One line of the answer.</summary>
    public void WriteLine(string line) => _out.WriteLine(line);

    /// <summary>The answer, line by line.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            WriteLine(line);
    }

    /// <summary>The answer, as JSON on one line.</summary>
    public void WriteJson<T>(T document, JsonTypeInfo<T> type) => _out.WriteLine(JsonSerializer.Serialize(document, type));

    /// <summary>One line beside the answer, such as what to do next.</summary>
    public void Note(string line) => _error.WriteLine(OneLine.From(line));

    /// <summary>Tells a failure and returns the exit status that goes with it.</summary>
    public int Fail(Exception exception)
    {
        var failure = Failure.From(exception);
        if (json)
            WriteJson(new ErrorDocument(failure), ToolJson.Readable.ErrorDocument);
        _error.WriteLine($"{(Journal.HearsStandardError ? Journal.Prefix(LogLevel.Error) : "")}failoverip: {failure.Message}");
        if (verbose)
            _error.WriteLine(exception.ToString());
        return failure.ExitStatus;
    }

    private static bool Has(ParseResult arguments, string option) => arguments.Tokens.Any(t => t.Value == option);
}
