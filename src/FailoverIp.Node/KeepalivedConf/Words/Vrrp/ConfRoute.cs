using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>A route of <c>virtual_routes</c>, in words that failoverip.json has as well.</summary>
internal sealed record ConfRoute(string Text);

/// <summary>Reads a route as keepalived does. A route with something wrong in it is left out.</summary>
/// <param name="line">Its line.</param>
/// <param name="context">Hears what is wrong.</param>
/// <param name="isStatic">Whether it stands in <c>static_routes</c>.</param>
internal sealed class ConfRouteReader(ConfLine line, ConfContext context, bool isStatic)
{
    private static readonly string[] Types = ["unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat"];
    private static readonly string[] Own = ["unicast", "blackhole", "unreachable", "prohibit", "throw"];
    private static readonly string[] Lockable = ["mtu", "advmss", "rtt", "rttvar", "reordering", "cwnd", "ssthresh", "rto_min", "congctl"];

    private readonly List<string> _words = [];
    private readonly List<string> _hops = [];
    private AddressFamily? _family;
    private string? _destination;
    private string? _via;
    private bool _hasInterface;
    private bool _isUntracked;
    private bool _hasOtherProtocol;
    private bool _hasOr;
    private int _at;

    public ConfRoute? Read()
    {
        for (; _at < line.Count; _at++)
        {
            if (line[_at] == "nexthop")
            {
                if (_hasOr)
                    return Wrong("a route has nexthop or or");
                if (!ReadHops())
                    return null;
                break;
            }
            if (!Word(line[_at]))
                return null;
        }
        if (_destination is null)
            return Wrong("a route has a destination");
        if (!_isUntracked && _hasOtherProtocol)
            context.Complain("a route that is tracked has the protocol 18, keepalived's");
        if (!_isUntracked && !_hasInterface)
            context.Complain($"the route {_destination} has no interface, and so cannot be tracked");
        return new(Assemble());
    }

    private string Assemble()
    {
        var isSix = _family == AddressFamily.InterNetworkV6;
        var words = new List<string> { _destination is "default" && isSix ? "default6" : _destination! };
        words.AddRange(_words);
        if (_via is not null && _hops.Count == 0)
            words.AddRange(["via", _via]);
        if ((!_hasInterface || _isUntracked) && !words.Contains("no_track", StringComparer.Ordinal))
            words.Add("no_track");
        words.AddRange(_hops);
        return string.Join(' ', words);
    }

    private bool Word(string word)
    {
        switch (word)
        {
            case "inet" or "inet6":
                return Family(word == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
            case "src":
                return Next() is var src && Host(src) && Set("src", src);
            case "via" or "gw":
                if (word == "gw")
                    context.Complain("gw of a route is now called via");
                return Gateway() is { } via && (_via = via) is not null;
            case "from":
                return From(Next());
            case "as":
                if (Next() == "to")
                    _at++;
                context.Complain("'as to' is of MPLS alone");
                return true;
            case "tos" or "dsfield":
                return Byte(Next(), "tos") && Set("tos", line[_at]);
            case "table":
                return Table(Next());
            case "protocol":
                return Protocol(Next());
            case "scope":
                return (ConfScope.IsKnown(Next()) || Wrong($"there is no scope {SchemaChecker.Shown(line[_at])}") is not null) && (_family == AddressFamily.InterNetworkV6 || Set("scope", line[_at] == "universe" ? "global" : line[_at]));
            case "metric" or "priority" or "preference":
                return Number("metric");
            case "dev" or "oif":
                return Interface(Next());
            case "onlink":
                return Flag("onlink");
            case "no_track":
                return _isUntracked = true;
            case "add" or "prepend" or "append":
                context.NotSupported($"{word} of a route is not carried out: the route is put in place of one that is the same");
                return true;
            case "or":
                return Or();
            case "encap":
                context.Problems.Refuse(line.Location, "encap of a route is not carried out, and without it the route would lead elsewhere");
                return (_at = line.Count) > 0;
            case "vrf":
                return context.Machine.FindInterface(Next()) is not null ? Unsupported("vrf of a route: name the table of the VRF") : Wrong($"there is no VRF {SchemaChecker.Shown(line[_at])}") is not null;
            case "track_group" when isStatic:
                _at++;
                return true;
            case "hoplimit" or "window" or "initcwnd" or "initrwnd" or "mtu" or "advmss" or "reordering" or "cwnd" or "ssthresh" or "rtt" or "rttvar" or "rto_min" or "congctl"
                or "quickack" or "fastopen_no_cookie" or "features" or "expires" or "realms" or "pref" or "ttl-propagate":
                return Metric(word);
            default:
                return Destination(word);
        }
    }

    private bool Metric(string word)
    {
        var value = Next();
        if (value == "lock" && Lockable.Contains(word, StringComparer.Ordinal))
        {
            value = Next();
            context.NotSupported($"lock of {word} is not carried out: the kernel heeds a measure that is not locked as well");
        }
        switch (word)
        {
            case "features":
                if (value == "ecn")
                    return Set("features", "ecn");
                context.Complain($"there is no feature {SchemaChecker.Shown(value)}");
                return true;
            case "congctl":
                return Set(word, value);
            case "rtt" or "rttvar" or "rto_min":
                return IsTime(value) ? Set(word, value) : Wrong($"{word} is a time, not '{SchemaChecker.Shown(value)}'") is not null;
            case "quickack" or "fastopen_no_cookie":
                return ConfBase.Unsigned(value) is <= 1 and var bit ? Set(word, bit.ToString(CultureInfo.InvariantCulture)) : Wrong($"{word} is 0 or 1") is not null;
            case "hoplimit":
                return Byte(value, word) && Set(word, value);
            case "expires" or "pref" when !Family(AddressFamily.InterNetworkV6):
                return false;
            case "realms" when !Family(AddressFamily.InterNetwork):
                return false;
            case "pref" when value is "low" or "medium" or "high":
            case "realms":
                return Unsupported($"{word} of a route");
            case "ttl-propagate":
                if (value is not ("enabled" or "disabled"))
                    context.Complain($"ttl-propagate is enabled or disabled, not '{SchemaChecker.Shown(value)}'");
                return Unsupported("ttl-propagate of a route");
        }
        if (ConfBase.Unsigned(value) is not { } number)
            return Wrong($"{word} is a number, not '{SchemaChecker.Shown(value)}'") is not null;
        return word is "expires" or "pref" ? Unsupported($"{word} of a route") : number == 0 && word == "mtu" || Set(word, number.ToString(CultureInfo.InvariantCulture));
    }

    private bool Destination(string word)
    {
        if (word == "to")
            word = Next();
        if (Types.Contains(word, StringComparer.Ordinal))
        {
            if (Own.Contains(word, StringComparer.Ordinal))
                _words.Add(word);
            else
                context.Problems.Refuse(line.Location, $"a route of the type {word} is not carried out: the kernel makes it with the addresses");
            word = Next();
        }
        if (ConfPrefix.Network(word) is not { } network)
            return Wrong($"a route has no word '{SchemaChecker.Shown(word)}'") is not null;
        if (network.Family is { } family && !Family(family))
            return false;
        _destination = network.Text is "all" ? "default" : network.Text;
        return true;
    }

    private bool ReadHops()
    {
        while (_at < line.Count && line[_at] == "nexthop")
        {
            _hops.Add("nexthop");
            for (_at++; _at < line.Count && line[_at] is "via" or "dev" or "weight" or "onlink" or "encap" or "realms" or "as"; _at++)
            {
                if (!HopWord(line[_at]))
                    return false;
            }
        }
        return _at >= line.Count || Wrong($"a next hop has no word '{SchemaChecker.Shown(line[_at])}'") is not null;
    }

    private bool HopWord(string word)
    {
        switch (word)
        {
            case "via" when Gateway() is { } via:
                _hops.AddRange(["via", via]);
                return true;
            case "dev" when context.Interface(Next()) is not null:
                _hops.AddRange(["dev", line[_at]]);
                return true;
            case "dev":
                return Wrong($"there is no interface {SchemaChecker.Shown(line[_at])} for the next hop") is not null;
            case "weight":
                if (ConfBase.Unsigned(Next()) is not (>= 1 and <= 256))
                    return Wrong($"a weight is 1 to 256, not '{SchemaChecker.Shown(line[_at])}'") is not null;
                _hops.AddRange(["weight", line[_at]]);
                return true;
            case "onlink":
                _hops.Add("onlink");
                return true;
            case "realms":
                _at++;
                return Family(AddressFamily.InterNetwork) && Unsupported("realms of a next hop");
            case "encap":
                context.Problems.Refuse(line.Location, "encap of a next hop is not carried out, and without it the route would lead elsewhere");
                return (_at = line.Count) > 0;
            case "as":
                return Wrong("a next hop has no 'as'") is not null;
            default:
                return false;
        }
    }

    private bool Or()
    {
        context.Complain("or of a route is now called nexthop");
        if (_hasOr)
        {
            _at++;
            return true;
        }
        _hasOr = true;
        if (!Host(Next()))
            return false;
        if (_via is not null)
            _hops.AddRange(["nexthop", "via", _via]);
        _hops.AddRange(["nexthop", "via", line[_at]]);
        return true;
    }

    /// <summary>The address behind via, with its family before it or not; null, which is told, where it is wrong.</summary>
    private string? Gateway()
    {
        var word = Next();
        AddressFamily? family = word switch { "inet" => AddressFamily.InterNetwork, "inet6" => AddressFamily.InterNetworkV6, _ => null };
        if (family is not null)
        {
            if (!Family(family.Value))
                return null;
            word = Next();
        }
        return Host(word) ? word : null;
    }

    private bool Host(string word)
    {
        if (ConfAddress.Parse(word) is not { } address)
            return Wrong($"'{SchemaChecker.Shown(word)}' is not an address") is not null;
        return Family(address.AddressFamily);
    }

    private bool From(string word)
    {
        if (ConfPrefix.Network(word) is not { Family: AddressFamily.InterNetworkV6 })
            return Wrong("from of a route is of IPv6 alone") is not null;
        return Family(AddressFamily.InterNetworkV6) && Unsupported("from of a route");
    }

    private bool Family(AddressFamily family)
    {
        _family ??= family;
        return _family == family || Wrong("a route is of IPv4 or of IPv6") is not null;
    }

    private bool Table(string word)
    {
        try
        {
            RoutingTables.Number(word);
            return Set("table", word);
        }
        catch (FormatException e)
        {
            return Wrong(e.Message) is not null;
        }
    }

    private bool Protocol(string word)
    {
        try
        {
            _hasOtherProtocol = NetworkWords.Protocol(word) != 18;
            return Set("proto", word);
        }
        catch (FormatException e)
        {
            return Wrong(e.Message) is not null;
        }
    }

    private bool Interface(string name)
    {
        if (context.Interface(name) is null)
            return Wrong($"there is no interface {SchemaChecker.Shown(name)} for the route") is not null;
        _hasInterface = true;
        return Set("dev", name);
    }

    private bool Number(string word) =>
        ConfBase.Unsigned(Next()) is { } number ? Set(word, number.ToString(CultureInfo.InvariantCulture)) : Wrong($"{word} is a number, not '{SchemaChecker.Shown(line[_at])}'") is not null;

    private bool Byte(string word, string name) => ConfBase.Unsigned(word) is <= 255 || Wrong($"{name} is 0 to 255, not '{SchemaChecker.Shown(word)}'") is not null;

    private static bool IsTime(string text)
    {
        var digits = text.EndsWith("ms", StringComparison.Ordinal) ? text[..^2] : text.TrimEnd('s');
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    private bool Unsupported(string what)
    {
        context.NotSupported($"{what} is not carried out; the route is made without it");
        return true;
    }

    private bool Flag(string word)
    {
        if (!_words.Contains(word, StringComparer.Ordinal))
            _words.Add(word);
        return true;
    }

    private bool Set(string word, string value)
    {
        if (_words.IndexOf(word) is >= 0 and var at)
            _words.RemoveRange(at, 2);
        _words.AddRange([word, value]);
        return true;
    }

    private string Next() => line[++_at];

    /// <summary>Tells why the route is left out; always null.</summary>
    private ConfRoute? Wrong(string message)
    {
        context.Complain($"{message}; the route is left out");
        return null;
    }
}
