using System.Globalization;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>A rule of <c>virtual_rules</c>, in words that failoverip.json has as well.</summary>
internal sealed record ConfRule(string Text);

/// <summary>Reads a policy rule as keepalived does. One with something wrong in it is left out.</summary>
/// <param name="line">Its line.</param>
/// <param name="context">Hears what is wrong.</param>
/// <param name="isStatic">Whether it stands in <c>static_rules</c>.</param>
/// <param name="priorities">Gives a place to rules that name none.</param>
internal sealed class ConfRuleReader(ConfLine line, ConfContext context, bool isStatic, ConfRulePriorities priorities)
{
    private readonly List<string> _words = [];
    private AddressFamily? _family;
    private string? _action;
    private uint? _priority;
    private uint _target;
    private bool _isOfTable;
    private bool _isUntracked;
    private bool _hasOtherProtocol;
    private int _at;

    public ConfRule? Read()
    {
        for (; _at < line.Count; _at++)
        {
            if (!Word(line[_at]))
                return null;
        }
        if (_action == "goto" && (_priority is not { } own || own >= _target))
            return Wrong("goto needs a preference that is less than its target");
        if (_action is null)
            return Wrong("a rule has a table or another action");
        if (_action is not ("table" or "l3mdev") && _isOfTable)
            return Wrong("realms and suppress_… are of a rule with a table");
        if (!_isUntracked && _hasOtherProtocol)
            context.Complain("a rule that is tracked has the protocol 18, keepalived's");
        if (_priority is null)
        {
            var given = priorities.Next(_family ?? AddressFamily.InterNetwork);
            context.Complain($"the rule has no preference; {given} is taken, which is hardly what was meant");
            _words.AddRange(["priority", given.ToString(CultureInfo.InvariantCulture)]);
        }
        if (_family == AddressFamily.InterNetworkV6)
            _words.Insert(0, "inet6");
        if (!_words.Contains("from", StringComparer.Ordinal) && !_words.Contains("to", StringComparer.Ordinal))
            _words.AddRange(["from", "all"]);
        if (_isUntracked)
            _words.Add("no_track");
        return new(string.Join(' ', _words));
    }

    private bool Word(string word)
    {
        switch (word)
        {
            case "inet" or "inet6":
                return Family(word == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
            case "from" or "to":
                return Network(word, Next());
            case "table" or "lookup":
                return Table(Next());
            case "not":
                _words.Add("not");
                return true;
            case "preference" or "order" or "priority":
                if (ConfBase.Unsigned(Next()) is not { } priority)
                    return Wrong($"a preference is a number, not '{SchemaChecker.Shown(line[_at])}'") is not null;
                _priority = priority;
                return Set("priority", priority);
            case "tos" or "dsfield":
                return ConfBase.Unsigned(Next()) is <= 255 and var tos ? Set("tos", tos) : Wrong($"tos is 0 to 255, not '{SchemaChecker.Shown(line[_at])}'") is not null;
            case "fwmark":
                return Mark(Next());
            case "realms":
                _isOfTable = true;
                _at++;
                return Family(AddressFamily.InterNetwork) && Unsupported("realms");
            case "suppress_prefixlength" or "sup_pl":
                _isOfTable = true;
                return ConfBase.Unsigned(Next()) is <= int.MaxValue and var length ? Set("suppress_prefixlength", Math.Min(length, 128)) : Wrong("suppress_prefixlength is a number") is not null;
            case "suppress_ifgroup" or "sup_group":
                _isOfTable = true;
                return Next() == "default" || ConfBase.Unsigned(line[_at]) is <= int.MaxValue ? Set("suppress_ifgroup", line[_at]) : Wrong($"there is no group {SchemaChecker.Shown(line[_at])}") is not null;
            case "dev" or "iif" or "oif":
                return context.Interface(Next()) is not null ? Set(word == "oif" ? "oif" : "iif", line[_at]) : Wrong($"there is no interface {SchemaChecker.Shown(line[_at])} for the rule") is not null;
            case "tunnel-id":
                return ConfBase.Unsigned(Next()) is { } tunnel ? Set("tun_id", tunnel) : Wrong("tunnel-id is a number") is not null;
            case "uidrange":
                return IsRange(Next(), uint.MaxValue, isTwo: true) ? Set("uidrange", line[_at]) : Wrong("uidrange is two numbers such as 1000-1999") is not null;
            case "sport" or "dport":
                return Port(word, Next());
            case "ipproto":
                return Set("ipproto", Next());
            case "protocol":
                if (context.Integer(line[++_at], 0, 255, isLenient: false) is { } protocol)
                {
                    _hasOtherProtocol = protocol != 18;
                    Set("protocol", protocol);
                }
                return true;
            case "no_track":
                return _isUntracked = true;
            case "track_group" when isStatic:
                _at++;
                return true;
            case "l3mdev":
                _words.Add("l3mdev");
                return Action("l3mdev");
            default:
                return OtherAction(word == "type" ? Next() : word);
        }
    }

    private bool OtherAction(string word)
    {
        switch (word)
        {
            case "goto":
                if (context.Integer(line[++_at], 0, uint.MaxValue, isLenient: false) is not { } target)
                    return false;
                _target = (uint)target;
                return Set("goto", target) && Action("goto");
            case "nop" or "blackhole" or "unreachable" or "prohibit":
                _words.Add(word);
                return Action(word);
            default:
                return Wrong($"a rule has no word '{SchemaChecker.Shown(word)}'") is not null;
        }
    }

    private bool Action(string word)
    {
        if (_action is not null)
            return Wrong("a rule has one action") is not null;
        _action = word;
        return true;
    }

    private bool Network(string word, string value)
    {
        if (ConfPrefix.Network(value) is not { } network)
            return Wrong($"'{SchemaChecker.Shown(value)}' is not a network") is not null;
        return (network.Family is not { } family || Family(family)) && Set(word, network.Family is null ? "all" : Masked(network.Text));
    }

    /// <summary>The network that an address with a length is in: the kernel asks for nothing else.</summary>
    internal static string Masked(string text)
    {
        try
        {
            NetworkWords.Network(text);
            return text;
        }
        catch (FormatException)
        {
            var (address, length) = NetworkWords.AddressWithPrefix(text);
            var bytes = address.GetAddressBytes();
            for (var bit = length; bit < bytes.Length * 8; bit++)
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return string.Create(CultureInfo.InvariantCulture, $"{new System.Net.IPAddress(bytes)}/{length}");
        }
    }

    private bool Table(string word)
    {
        try
        {
            RoutingTables.Number(word);
            return Set("table", word) && Action("table");
        }
        catch (FormatException e)
        {
            return Wrong(e.Message) is not null;
        }
    }

    private bool Mark(string word)
    {
        var parts = word.Trim().Split('/');
        return parts.Length <= 2 && parts.All(p => ConfBase.Unsigned(p) is not null) ? Set("fwmark", word.Trim()) : Wrong($"fwmark is a number, or two with a slash, not '{SchemaChecker.Shown(word)}'") is not null;
    }

    // keepalived 2.2.7 takes two ports alone; what was meant by one is plain.
    private bool Port(string word, string value)
    {
        if (!IsRange(value, ushort.MaxValue, isTwo: true))
            context.Complain($"{word} is two ports such as 80-80");
        return !IsRange(value, ushort.MaxValue, isTwo: false) || Set(word, value);
    }

    private static bool IsRange(string value, uint most, bool isTwo)
    {
        var parts = value.Split('-');
        return parts.Length == 2 - (!isTwo && !value.Contains('-', StringComparison.Ordinal) ? 1 : 0) && parts.All(p => uint.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most);
    }

    private bool Family(AddressFamily family)
    {
        _family ??= family;
        return _family == family || Wrong("a rule is of IPv4 or of IPv6") is not null;
    }

    private bool Unsupported(string what)
    {
        context.NotSupported($"{what} of a rule is not carried out; the rule is made without it");
        return true;
    }

    private bool Set(string word, object value)
    {
        if (_words.IndexOf(word) is >= 0 and var at)
            _words.RemoveRange(at, 2);
        _words.AddRange([word, Convert.ToString(value, CultureInfo.InvariantCulture)!]);
        return true;
    }

    private string Next() => line[++_at];

    /// <summary>Tells why the rule is left out; always null.</summary>
    private ConfRule? Wrong(string message)
    {
        context.Complain($"{message}; the rule is left out");
        return null;
    }
}

/// <summary>The places of rules that name none: downwards from 16384, each family for itself.</summary>
internal sealed class ConfRulePriorities
{
    private readonly Dictionary<AddressFamily, uint> _next = [];

    public uint Next(AddressFamily family)
    {
        var next = _next.GetValueOrDefault(family, 16384u);
        _next[family] = next - 1;
        return next;
    }
}
