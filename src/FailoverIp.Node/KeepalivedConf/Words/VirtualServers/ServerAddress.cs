using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Address and port of a virtual server, a real server or a check. 0: no port.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port.</param>
internal readonly record struct ServerAddress(IPAddress Address, int Port)
{
    public AddressFamily Family => Address.AddressFamily;

    /// <summary>As it is written in failoverip.json.</summary>
    public override string ToString() => Family == AddressFamily.InterNetworkV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

    /// <summary>An address, and the port behind it where there is one. What follows a <c>-</c> or <c>/</c> in the address is not looked at.</summary>
    /// <returns>Null where it is none, which is told.</returns>
    public static ServerAddress? Read(ConfContext context, string address, string? port, string what)
    {
        var number = 0L;
        if (port is not null && port.AsSpan().TrimStart('0').Length > 0)
        {
            if (context.Integer(port, 1, 65535) is not { } read)
            {
                context.Complain($"{what} is left out");
                return null;
            }
            number = read;
        }
        var end = address.AsSpan().IndexOfAny('-', '/');
        if (ConfAddress.Parse(end < 0 ? address : address[..end]) is { } ip)
        {
            if (end >= 0)
                context.Problems.Note(context.Here, $"'{SchemaChecker.Shown(address[end..])}' is passed over: {what} has one address");
            return new(ip, (int)number);
        }
        context.Complain($"'{SchemaChecker.Shown(address)}' is not an IP address; {what} is left out");
        return null;
    }
}
