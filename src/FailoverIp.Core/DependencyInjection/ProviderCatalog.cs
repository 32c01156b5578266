using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>
/// The providers by name: those added by code, which win, and those of the configuration. Instances are made on first use, once for each name,
/// and belong to the container; one that could not be made is tried again.
/// </summary>
internal sealed class ProviderCatalog
{
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (IConfigurationSection Section, ProviderTypeRegistration Type)> _configured = new(StringComparer.Ordinal);

    public ProviderCatalog(IServiceProvider services, IEnumerable<ProviderRegistration> added, IEnumerable<ProviderTypeRegistration> types, IEnumerable<FailoverIpSection> sections)
    {
        _services = services;
        var known = new Dictionary<string, ProviderTypeRegistration>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in types)
            known[type.Type] = type;
        foreach (var registration in added)
            _names[registration.Name] = registration.Name;

        List<string> problems = [];
        foreach (var section in sections.SelectMany(s => s.Configuration.GetSection("Providers").GetChildren()))
        {
            if (_names.TryGetValue(section.Key, out var name) && !_configured.ContainsKey(name))
                continue;
            name ??= section.Key;
            _names[section.Key] = name;
            if (section["Type"] is not { Length: > 0 } type)
                problems.Add($"Providers:{name}:Type: is missing; {FailoverAddressValidator.Known(known.Keys)}");
            else if (!known.TryGetValue(type, out var registration))
                problems.Add($"Providers:{name}:Type: '{type}' is not a known type; {FailoverAddressValidator.Known(known.Keys)}");
            else
                _configured[name] = (section, registration);
        }
        Problems = problems;
    }

    /// <summary>The names, sorted.</summary>
    public IReadOnlyCollection<string> Names => [.. _names.Values.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is wrong with the providers of the configuration, each with its key.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The name as it was registered, whatever the case it is asked for in; null where there is none.</summary>
    public string? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>The provider of a name, in any case.</summary>
    /// <exception cref="FailoverIpException">There is none, or it could not be made (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public IFailoverIpProvider Get(string name)
    {
        if (Find(name) is not { } registered)
            throw Unknown(name);
        try
        {
            return _services.GetRequiredKeyedService<IFailoverIpProvider>(registered);
        }
        catch (OptionsValidationException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, $"Providers:{registered}: {string.Join("; ", e.Failures)}", e);
        }
        catch (Exception e) when (e is not FailoverIpException)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, $"Providers:{registered}: the provider could not be made ({ProviderCall.Describe(e)})", e);
        }
    }

    /// <summary>Makes a provider of the configuration; called by the container, once for each name.</summary>
    public IFailoverIpProvider Make(string name) =>
        _configured.TryGetValue(name, out var configured) ? configured.Type.Factory(_services, name, configured.Section) : throw Unknown(name);

    private FailoverIpException Unknown(string name) =>
        new(FailoverErrorKind.Configuration, $"'{name}' is not a configured provider; {FailoverAddressValidator.Known(Names)}");
}
