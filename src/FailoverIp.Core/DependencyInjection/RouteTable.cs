using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>The addresses of the application, checked; read once.</summary>
internal sealed class RouteTable
{
    /// <exception cref="FailoverIpException">The configuration cannot work; the message holds every problem, each with its key.</exception>
    public RouteTable(IOptionsMonitor<FailoverAddressOptions> options, IEnumerable<AddressRegistration> added, IEnumerable<FailoverIpSection> sections, ProviderCatalog providers)
    {
        var problems = providers.Problems.ToList();
        // A name given by code and in the configuration is one address: the options of both come together under the name as the code spells it.
        var names = added.Select(a => a.Name).Concat(sections.SelectMany(s => s.Configuration.GetSection("Addresses").GetChildren()).Select(s => s.Key))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        List<FailoverRoute> routes = [];
        foreach (var name in names)
        {
            try
            {
                routes.Add(Route(name, options.Get(name), providers));
            }
            catch (OptionsValidationException e)
            {
                problems.AddRange(e.Failures);
            }
        }
        if (problems.Count > 0)
            throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", problems));
        Routes = routes;
    }

    public IReadOnlyList<FailoverRoute> Routes { get; }

    private static FailoverRoute Route(string name, FailoverAddressOptions options, ProviderCatalog providers) =>
        new(name, FailoverAddress.Parse(options.Address), providers.Find(options.Provider)!, new RouteTarget(options.Target))
        {
            Retry = options.Retry,
            VerifyInterval = options.VerifyInterval,
        };
}
