using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>Reads a provider's options out of the configuration, checked.</summary>
internal static class ProviderSection
{
    /// <exception cref="FailoverIpException">They cannot be used (<see cref="FailoverErrorKind.Configuration"/>); the message holds every problem and no value of a secret.</exception>
    public static T Read<T>(IConfigurationSection section, Func<IConfigurationSection, T?> bind, IValidateOptions<T> validator)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        T options;
        try
        {
            options = bind(section) ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw Unusable(section, OneLine.Of(e), e);
        }
        var checkedOptions = validator.Validate(section.Key, options);
        return checkedOptions.Failed ? throw Unusable(section, string.Join("; ", checkedOptions.Failures)) : options;
    }

    private static FailoverIpException Unusable(IConfigurationSection section, string problems, Exception? inner = null) =>
        new(FailoverErrorKind.Configuration, $"Providers:{section.Key}: {problems}", inner);
}
