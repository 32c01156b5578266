using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Lets each kind of check look at its own options, by making a probe that is never used. Checks that are equal are looked at once.</summary>
internal sealed partial class ProbeCheck(ProblemList problems) : IDisposable
{
    private readonly CheckProbeFactory _factory = new() { AnswersOnThreadPool = true };
    private readonly HashSet<CheckOptions> _seen = [];

    public void Check(VirtualServerOptions server, ConfigurationNode place)
    {
        for (var r = 0; r < server.RealServers.Length; r++)
        {
            var real = server.RealServers[r];
            for (var c = 0; c < real.Checks.Length; c++)
            {
                if (place["RealServers"]?.At(r)?["Checks"]?.At(c) is { } node && !problems.HasErrorAt(node) && _seen.Add(real.Checks[c]))
                    Check(real.Checks[c], server, real, node);
            }
        }
    }

    public void Dispose() => _factory.Dispose();

    private void Check(CheckOptions check, VirtualServerOptions server, RealServerOptions real, ConfigurationNode node)
    {
        var target = new IPEndPoint(check.ConnectAddress ?? real.Address.Address, check.ConnectPort ?? real.Address.Port);
        try
        {
            _factory.Create(check, target, CheckTimingResolver.Resolve(server, real, check));
        }
        catch (ArgumentException e)
        {
            Report(node, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The message begins with the option: <c>Urls[0].Regex: …</c>. A URL whose keys stand at the check itself is the first.</summary>
    private void Report(ConfigurationNode check, string message)
    {
        var option = Option().Match(message);
        var owner = option.Groups["url"].Success ? check["Urls"]?.At(int.Parse(option.Groups["url"].Value, CultureInfo.InvariantCulture)) ?? check : check;
        if (option.Success && owner[option.Groups["key"].Value] is { } node)
            problems.Add(node, option.Groups["problem"].Value);
        else
            problems.Add(check, message);
    }

    [GeneratedRegex(@"^(Urls\[(?<url>[0-9]{1,9})\]\.)?(?<key>[A-Za-z]+): (?<problem>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
