using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>An address of <c>virtual_ipaddress</c>, checked as keepalived checks it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Text">The whole in words that failoverip.json has as well.</param>
/// <param name="HasInterface">Whether it names an interface.</param>
internal sealed record ConfVirtualAddress(IPAddress Address, string Text, bool HasInterface)
{
    public AddressFamily Family => Address.AddressFamily;

    public bool UsesVmac => Text.Contains(" use_vmac", StringComparison.Ordinal);

    /// <summary>The address of a line; null where it is left out for what is wrong with it.</summary>
    public static ConfVirtualAddress? Read(ConfLine line, ConfContext context, bool isStatic = false) => new Reading(line, context, isStatic).Read();

    private sealed class Reading(ConfLine line, ConfContext context, bool isStatic)
    {
        private readonly List<string> _words = [];
        private int _prefix;
        private bool _hasInterface;
        private bool _hasPeer;
        private string? _broadcast;
        private int _at = 1;

        public ConfVirtualAddress? Read()
        {
            if (ConfPrefix.Read(line[0], context, out _prefix) is not { } address)
                return null;
            var isFour = address.AddressFamily == AddressFamily.InterNetwork;
            for (; _at < line.Count; _at++)
            {
                if (!Word(line[_at], isFour))
                    return null;
            }
            return Finish(address, isFour);
        }

        /// <summary>One word with what belongs to it. False where the address is left out.</summary>
        private bool Word(string word, bool isFour)
        {
            if (word is "dev" or "scope" or "broadcast" or "brd" or "label" or "peer" or "preferred_lft" && _at + 1 >= line.Count)
            {
                context.Complain($"nothing follows {word}; the address {line[0]} is left out");
                return false;
            }
            switch (word)
            {
                case "dev":
                    return Interface(line[++_at]);
                case "scope":
                    if (!ConfScope.IsKnown(line[++_at]))
                        context.Complain($"there is no scope {SchemaChecker.Shown(line[_at])}");
                    else if (isFour)
                        Add("scope", line[_at]);
                    else if (!ConfScope.IsGlobal(line[_at]))
                        context.Complain("an IPv6 address has the scope that it has");
                    return true;
                case "broadcast" or "brd":
                    return Broadcast(line[++_at], isFour);
                case "label":
                    return Label(line[++_at], isFour);
                case "peer":
                    Peer(line[++_at], isFour);
                    return true;
                case "preferred_lft":
                    if (line[++_at] == "forever" || context.Integer(line, _at, 0, uint.MaxValue) is not null)
                        Add("preferred_lft", line[_at]);
                    return true;
                case "track_group" when isStatic:
                    _at++;
                    return true;
                case "home" or "-nodad" or "mngtmpaddr" or "noprefixroute" or "autojoin" or "no_track" or "use_vmac":
                    if (!_words.Contains(word, StringComparer.Ordinal))
                        _words.Add(word);
                    return true;
                default:
                    context.Complain($"an address has no word '{SchemaChecker.Shown(word)}'");
                    return true;
            }
        }

        private bool Interface(string name)
        {
            if (_hasInterface)
                context.Complain($"the address {line[0]} has an interface already, and is left out");
            else if (context.Interface(name) is null)
                context.Complain($"there is no interface {SchemaChecker.Shown(name)} for the address {line[0]}");
            else
            {
                _hasInterface = true;
                Add("dev", name);
                return true;
            }
            return false;
        }

        private bool Broadcast(string word, bool isFour)
        {
            if (!isFour)
                context.Complain("an IPv6 address has no broadcast address, and is left out");
            else if (word is not ("-" or "+") && ConfAddress.Parse(word) is not { AddressFamily: AddressFamily.InterNetwork })
                context.Complain($"'{SchemaChecker.Shown(word)}' is no broadcast address; the address is left out");
            else
            {
                _broadcast = word;
                return true;
            }
            return false;
        }

        private bool Label(string word, bool isFour)
        {
            if (word.Length > ConfInterfaces.LongestName)
            {
                context.Complain($"a label has at most {ConfInterfaces.LongestName} characters; the address is left out");
                return false;
            }
            if (isFour)
                Add("label", word);
            else
                context.Complain("an IPv6 address has no label");
            return true;
        }

        private void Peer(string word, bool isFour)
        {
            if (_hasPeer)
                context.Complain("the address has a peer already");
            else if (ConfAddress.Parse(word) is not { } peer)
                context.Complain($"'{SchemaChecker.Shown(word)}' is not an address");
            else if ((peer.AddressFamily == AddressFamily.InterNetwork) != isFour)
                context.Complain($"the peer {peer} is of another family than the address");
            else
            {
                if (_prefix != (isFour ? 32 : 128))
                    context.Complain("an address with a peer has no prefix length of its own");
                _prefix = isFour ? 32 : 128;
                _hasPeer = true;
                Add("peer", peer.ToString());
            }
        }

        private ConfVirtualAddress Finish(IPAddress address, bool isFour)
        {
            if (_broadcast is not null && _hasPeer)
                context.Complain("an address has a broadcast address or a peer");
            else if (_broadcast is "+" or "-" && _prefix > 30)
                context.Complain($"a prefix length of {_prefix} leaves no room for a broadcast address");
            else if (_broadcast is { } broadcast)
                Add("brd", broadcast);
            var length = string.Create(CultureInfo.InvariantCulture, $"/{_prefix}");
            return new(address, string.Join(' ', (string[])[address + (_prefix == (isFour ? 32 : 128) && !line[0].Contains('/', StringComparison.Ordinal) ? "" : length), .. _words]), _hasInterface);
        }

        private void Add(string word, string value)
        {
            if (_words.IndexOf(word) is >= 0 and var at)
                _words.RemoveRange(at, 2);
            _words.Add(word);
            _words.Add(value);
        }
    }
}
