namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>What is in our table of one address family: its chains and the rules of all of them, in order, as <see cref="AttributeText"/>.</summary>
internal sealed class OwnTable
{
    public List<string> Chains { get; } = [];

    public List<string> Rules { get; } = [];

    public bool IsSameAs(OwnTable other) => Chains.SequenceEqual(other.Chains) && Rules.SequenceEqual(other.Rules);
}
