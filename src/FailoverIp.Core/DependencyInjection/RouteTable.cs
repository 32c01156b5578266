using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>Makes checked addresses out of what a configuration says and what code adds to it.</summary>
internal sealed class RouteTable
{
    private readonly IReadOnlyList<string> _added;
    private readonly IReadOnlyList<IConfigureOptions<FailoverAddressOptions>> _byCode;

    /// <exception cref="FailoverIpException">The configuration cannot work; the message holds every problem, each with its key.</exception>
    public RouteTable(
        IOptionsMonitor<FailoverAddressOptions> options, IEnumerable<IConfigureOptions<FailoverAddressOptions>> configures, IEnumerable<AddressRegistration> added, IEnumerable<GivenRoutes> given,
        IEnumerable<FailoverIpSection> sections, ProviderCatalog providers)
    {
        _added = [.. added.Select(a => a.Name)];
        _byCode = [.. configures.Where(c => c is not FailoverAddressBinder)];
        var configured = sections.SelectMany(s => s.Configuration.GetSection("Addresses").GetChildren()).Select(s => s.Key);
        Routes = Read(given.SelectMany(g => g.Routes).Select(r => r.Name).Concat(configured), options.Get, providers.Current);
    }

    /// <summary>The addresses as they were read first.</summary>
    public IReadOnlyList<FailoverRoute> Routes { get; }

    /// <summary>Those of another configuration, with what code adds to it.</summary>
    /// <exception cref="FailoverIpException">It cannot work; the message holds every problem, each with its key.</exception>
    public IReadOnlyList<FailoverRoute> Read(IReadOnlyList<FailoverRoute> configured, ProviderTable providers)
    {
        var byName = configured.ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        var validator = new FailoverAddressValidator(providers);
        return Read(byName.Keys, Options, providers);

        FailoverAddressOptions Options(string name)
        {
            var options = new FailoverAddressOptions();
            byName.GetValueOrDefault(name)?.CopyTo(options);
            foreach (var configure in _byCode)
                (configure as IConfigureNamedOptions<FailoverAddressOptions>)?.Configure(name, options);
            return validator.Validate(name, options) is { Failed: true } failed ? throw new OptionsValidationException(name, typeof(FailoverAddressOptions), failed.Failures) : options;
        }
    }

    private List<FailoverRoute> Read(IEnumerable<string> configured, Func<string, FailoverAddressOptions> options, ProviderTable providers)
    {
        var problems = providers.Problems.ToList();
        List<FailoverRoute> routes = [];
        // A name given by code and in the configuration is one address: the options of both come together under the name as the code spells it.
        foreach (var name in _added.Concat(configured).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                routes.Add(Route(name, options(name), providers));
            }
            catch (OptionsValidationException e)
            {
                problems.AddRange(e.Failures);
            }
        }
        return problems.Count == 0 ? routes : throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
    }

    private static FailoverRoute Route(string name, FailoverAddressOptions options, ProviderTable providers) =>
        new(name, FailoverAddress.Parse(options.Address), providers.Find(options.Provider)!, new RouteTarget(options.Target))
        {
            Retry = options.Retry,
            VerifyInterval = options.VerifyInterval,
        };
}
