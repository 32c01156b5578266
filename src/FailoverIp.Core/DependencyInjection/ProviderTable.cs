namespace FailoverIp;

/// <summary>The providers of one configuration by name: those added by code, which win, and those of its sections.</summary>
internal sealed class ProviderTable
{
    private readonly Dictionary<string, ProviderAccount?> _accounts = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="added">Those added by code.</param>
    /// <param name="types">The types that a section may ask for.</param>
    /// <param name="sections">The sections that hold <c>Providers</c>.</param>
    /// <param name="services">What providers are made of.</param>
    /// <param name="before">The table before this one; an account that is the same stays.</param>
    public ProviderTable(
        IEnumerable<ProviderRegistration> added, IEnumerable<ProviderTypeRegistration> types, IEnumerable<FailoverIpSection> sections, IServiceProvider services, ProviderTable? before)
    {
        var known = new Dictionary<string, ProviderTypeRegistration>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in types)
            known[type.Type] = type;
        foreach (var registration in added)
            _accounts.TryAdd(registration.Name, before?._accounts.GetValueOrDefault(registration.Name) ?? new AddedAccount(registration.Name, services));

        List<string> problems = [];
        foreach (var section in sections.SelectMany(s => s.Configuration.GetSection("Providers").GetChildren()))
        {
            var earlier = _accounts.GetValueOrDefault(section.Key);
            if (earlier is AddedAccount)
                continue;
            var name = earlier?.Name ?? section.Key;
            _accounts.TryAdd(name, null);
            if (section["Type"] is not { Length: > 0 } type)
                problems.Add($"Providers:{name}:Type: is missing; {FailoverAddressValidator.Known(known.Keys)}");
            else if (!known.TryGetValue(type, out var registration))
                problems.Add($"Providers:{name}:Type: '{type}' is not a known type; {FailoverAddressValidator.Known(known.Keys)}");
            else
                _accounts[name] = Same(new(name, section, registration, services), before);
        }
        Problems = problems;
    }

    /// <summary>The names, sorted.</summary>
    public IReadOnlyCollection<string> Names => [.. _accounts.Select(a => a.Value?.Name ?? a.Key).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is wrong with them, each with its key.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Those that can be made.</summary>
    public IEnumerable<ProviderAccount> Accounts => _accounts.Values.OfType<ProviderAccount>();

    /// <summary>The name as it was registered, whatever the case it is asked for in; null where there is none.</summary>
    public string? Find(string name) => _accounts.TryGetValue(name, out var account) ? account?.Name ?? name : null;

    /// <summary>The account of a name, in any case.</summary>
    /// <exception cref="FailoverIpException">There is none (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public ProviderAccount Account(string name) => _accounts.GetValueOrDefault(name)
        ?? throw new FailoverIpException(FailoverErrorKind.Configuration, $"'{name}' is not a configured provider; {FailoverAddressValidator.Known(Names)}");

    private static ConfiguredAccount Same(ConfiguredAccount account, ProviderTable? before) =>
        before?._accounts.GetValueOrDefault(account.Name) is ConfiguredAccount earlier && earlier.IsSame(account) ? earlier : account;
}
