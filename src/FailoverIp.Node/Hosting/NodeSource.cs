using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>Where the options of a node come from, where they can be read again.</summary>
internal sealed record NodeSource(IConfiguration Section, Func<NodeOptions, NodeOptions> Configure)
{
    /// <exception cref="FailoverIpException">The section cannot work (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public CheckedOptions Read()
    {
        var read = CheckedOptions.Read(Section);
        return read with { Options = Configure(read.Options) };
    }
}
