using FailoverIp.Vrrp.Netfilter;

namespace FailoverIp.Node.Tests;

/// <summary>A packet filter in memory that can be held in the middle of a change.</summary>
internal sealed class FakeRedirects : IRedirectRules
{
    private readonly Lock _gate = new();
    private readonly List<string> _applied = [];
    private string[] _rules = [];

    /// <summary>The rules in force.</summary>
    public string[] Rules
    {
        get
        {
            lock (_gate)
                return _rules;
        }
    }

    /// <summary>Every set that was asked for, one line each.</summary>
    public string[] Applied
    {
        get
        {
            lock (_gate)
                return [.. _applied];
        }
    }

    /// <summary>A failure of every change; null for none.</summary>
    public string? Fails { get; set; }

    /// <summary>What every change throws instead; null for nothing.</summary>
    public Exception? Throws { get; set; }

    /// <summary>Set to hold changes until it is set.</summary>
    public ManualResetEventSlim? Hold { get; set; }

    /// <summary>Called with each change, for tests of an order.</summary>
    public Action<string>? Changed { get; set; }

    public RedirectChange Apply(IReadOnlyCollection<RedirectRule> rules)
    {
        var lines = rules.Select(r => r.ToString()).ToArray();
        lock (_gate)
            _applied.Add(string.Join(", ", lines));
        Hold?.Wait(TimeSpan.FromSeconds(60));
        if (Throws is { } unexpected)
            throw unexpected;
        if (Fails is { } failure)
            throw new NetfilterException(failure);
        lock (_gate)
        {
            if (_rules.SequenceEqual(lines))
                return new(false, 0);
            _rules = lines;
        }
        Changed?.Invoke(string.Join(", ", lines));
        return new(true, 0);
    }
}
