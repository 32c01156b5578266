using FailoverIp.Lvs;

namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>Reads virtual servers from the text of a keepalived.conf.</summary>
internal sealed class LvsText
{
    private LvsText(ConfDocument document, IReadOnlyList<VirtualServerOptions> servers, IReadOnlyList<ConfigurationProblem> errors) =>
        (Document, Servers, Errors) = (document, servers, errors);

    public ConfDocument Document { get; }

    public IReadOnlyList<VirtualServerOptions> Servers { get; }

    /// <summary>What the checks behind the file say.</summary>
    public IReadOnlyList<ConfigurationProblem> Errors { get; }

    /// <summary>The only virtual server; nothing was wrong with the file.</summary>
    public VirtualServerOptions Only
    {
        get
        {
            Errors.ShouldBeEmpty();
            return Servers.ShouldHaveSingleItem();
        }
    }

    /// <summary>What keepalived reports, as <c>line: message</c>.</summary>
    public string[] Complaints => [.. Document.Problems.Complaints.Select(p => $"{p.Line}: {p.Message}")];

    /// <summary>What only we tell.</summary>
    public string[] Notes => [.. Document.Problems.Notes.Select(p => $"{p.Line}: {p.Message}")];

    public static LvsText Read(string text, IConfMachine? machine = null)
    {
        using var folder = new TempFolder();
        var document = ConfDocument.Read(folder.Write("keepalived.conf", text), "s1", machine ?? new LvsMachine());
        if (document.Section is not { } section)
            return new(document, [], []);
        var problems = new ProblemList();
        var options = new ConfigurationChecker(problems) { ProviderTypes = [] }.Check(section);
        return new(document, [.. options.VirtualServers.Select(s => s.Options)], [.. problems.ToSorted().Where(p => !p.IsWarning)]);
    }

    /// <summary>A virtual server with these words in its block, and one real server.</summary>
    public static LvsText Server(string words, string head = "10.0.0.1 80", string protocol = "TCP", string realServers = "real_server 10.0.0.2 80 {\n}\n", string method = "NAT") =>
        Read($"virtual_server {head} {{\nprotocol {protocol}\nlvs_sched rr\nlvs_method {method}\n{words}\n{realServers}}}\n");

    /// <summary>A virtual server whose only real server has these words in its block.</summary>
    public static LvsText RealServer(string words, string head = "10.0.0.2 80", string method = "NAT") => Server("", realServers: $"real_server {head} {{\n{words}\n}}\n", method: method);

    /// <summary>The only check, which has these words in its block.</summary>
    public static CheckOptions Check(string kind, string words, string extra = "")
    {
        var text = Read($"{extra}virtual_server 10.0.0.1 80 {{\nprotocol TCP\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 80 {{\n{kind} {{\n{words}\n}}\n}}\n}}\n");
        return text.Only.RealServers.ShouldHaveSingleItem().Checks.ShouldHaveSingleItem();
    }

    private sealed class LvsMachine : IConfMachine
    {
        public ConfInterface? FindInterface(string name) => new(name);

        public bool HasUser(string name) => name is "root" or "nobody";

        public bool HasGroup(string name) => name is "root" or "nogroup";

        public bool IsInNamespace(string name) => name.Length == 0;

        public bool IsRootsAlone(string path) => true;
    }
}
