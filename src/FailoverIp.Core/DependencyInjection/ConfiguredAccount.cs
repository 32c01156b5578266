using Microsoft.Extensions.Configuration;

namespace FailoverIp;

/// <summary>A provider of the configuration, as its section was when it was read: what somebody writes into a file counts from the next reload on.</summary>
internal sealed class ConfiguredAccount : ProviderAccount
{
    private readonly Lock _gate = new();
    private readonly IServiceProvider _services;
    private readonly ProviderTypeRegistration _type;
    private readonly IConfigurationSection _section;
    private IFailoverIpProvider? _made;
    private bool _isRetired;

    public ConfiguredAccount(string name, IConfigurationSection section, ProviderTypeRegistration type, IServiceProvider services)
        : base(name)
    {
        (_type, _services) = (type, services);
        _section = new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable()).Build().GetSection(section.Path);
    }

    /// <summary>Whether the other one would be made in the same way.</summary>
    public bool IsSame(ConfiguredAccount other) => Name == other.Name && ReferenceEquals(_type, other._type) && Values().SequenceEqual(other.Values());

    public override async ValueTask RetireAsync()
    {
        IFailoverIpProvider? made;
        lock (_gate)
            (made, _made, _isRetired) = (_made, null, true);
        if (made is IAsyncDisposable later)
            await later.DisposeAsync().ConfigureAwait(false);
        else
            (made as IDisposable)?.Dispose();
    }

    protected override IFailoverIpProvider Make()
    {
        lock (_gate)
        {
            if (_isRetired)
                throw new FailoverIpException(FailoverErrorKind.Configuration, $"the provider '{Name}' has another configuration by now");
            return _made ??= _type.Factory(_services, Name, _section);
        }
    }

    private IEnumerable<KeyValuePair<string, string?>> Values() =>
        _section.AsEnumerable(makePathsRelative: true).Select(v => KeyValuePair.Create(v.Key.ToUpperInvariant(), v.Value)).OrderBy(v => v.Key, StringComparer.Ordinal);
}
