using System.CommandLine;
using System.Text;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Output;
using FailoverIp.Node;

namespace FailoverIp.Cli.Commands;

/// <summary><c>import</c>: the failoverip.json that says what a keepalived.conf does.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly Argument<string> _file = new("KEEPALIVED.CONF") { Description = "The file; those that it includes are read as well" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write a new file that nobody else can read (mode 0600), instead of standard output: passwords stand in it as they do in the keepalived.conf",
        HelpName = "FILE",
    };

    public ImportCommand()
        : base("import", "Print the failoverip.json that is equivalent to a keepalived.conf; what has no equivalent is named on standard error")
    {
        Add(_file);
        Add(_output);
        Add(CommonOptions.ConfigId);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip import /etc/keepalived/keepalived.conf",
        "failoverip import /etc/keepalived/keepalived.conf -o /etc/failoverip/failoverip.json && failoverip validate",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var keepalived = KeepalivedConfiguration.Load(arguments.GetRequiredValue(_file), ConfigurationFiles.ConfigIdOf(arguments));
        if (!keepalived.IsReadable)
            throw new ToolException(FailoverErrorKind.Configuration, keepalived.Complaints[0].ToString());
        foreach (var problem in keepalived.Complaints.Concat(keepalived.Notes).Where(p => p.IsWarning))
            terminal.Note(OneLine.From(ProblemText.Warning(problem)));
        var errors = keepalived.Complaints.Concat(keepalived.Notes).Where(p => !p.IsWarning).ToList();
        foreach (var problem in errors)
            terminal.Note(OneLine.From(problem.ToString()));
        if (keepalived.ToJson() is not { } json)
            return ExitStatus.No;

        if (arguments.GetValue(_output) is { } path)
            await WriteAsync(path, json, cancellationToken);
        else
            Print(json, keepalived.HasSecrets, terminal);
        return errors.Count == 0 ? ExitStatus.Done : ExitStatus.No;
    }

    private static void Print(string json, bool hasSecrets, Terminal terminal)
    {
        if (hasSecrets)
            terminal.Note("warning: passwords or keys stand in the output as they do in the keepalived.conf: -o writes a file that nobody else can read, and PasswordFile or KeyFile is better still");
        terminal.WriteLine(json);
    }

    private static async Task WriteAsync(string path, string json, CancellationToken cancellationToken)
    {
        await using var file = Create(path);
        try
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(json + '\n'), cancellationToken);
        }
        catch (Exception e)
        {
            // It was not there before, and half of it is of no use: the next try is to find it as this one did.
            Delete(path);
            if (e is IOException)
                throw Unwritable(path, e.Message, e);
            throw;
        }
    }

    private static FileStream Create(string path)
    {
        try
        {
            // Without a buffer: what cannot be written is known before the file is closed.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, Path.Exists(path) ? "it is there already" : e.Message, e);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is wrong with the file is being told.
        }
    }

    private static ToolException Unwritable(string path, string reason, Exception e) => new(FailoverErrorKind.Configuration, $"{path} cannot be written: {reason}", e);
}
