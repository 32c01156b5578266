using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>Finds everything that is wrong with one address, each with its key.</summary>
internal sealed class FailoverAddressValidator(ProviderTable providers) : IValidateOptions<FailoverAddressOptions>
{
    public FailoverAddressValidator(ProviderCatalog providers)
        : this(providers.Current)
    {
    }

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, FailoverAddressOptions options)
    {
        var problems = Problems(options).Select(p => $"Addresses:{name}:{p}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(FailoverAddressOptions options)
    {
        foreach (var unreadable in options.Unreadable)
            yield return unreadable;

        if (string.IsNullOrWhiteSpace(options.Address))
            yield return "Address: is missing";
        else if (!FailoverAddress.TryParse(options.Address, out _, out var problem))
            yield return $"Address: {problem}";

        if (string.IsNullOrWhiteSpace(options.Provider))
            yield return "Provider: is missing";
        else if (providers.Find(options.Provider) is null)
            yield return $"Provider: '{options.Provider}' is not a configured provider; {Known(providers.Names)}";

        if (options.Target.Count == 0)
            yield return "Target: is missing";
        foreach (var (key, value) in options.Target)
        {
            if (string.IsNullOrWhiteSpace(value))
                yield return $"Target:{key}: is empty";
        }

        var retry = options.Retry;
        if (retry.MaxAttempts is < 1 or > 1000)
            yield return $"Retry:MaxAttempts: {retry.MaxAttempts} is not between 1 and 1000";
        if (retry.Delay < TimeSpan.Zero || retry.Delay > Longest)
            yield return OutOfRange("Retry:Delay", retry.Delay, "zero");
        if (retry.VerifyTimeout < TimeSpan.Zero || retry.VerifyTimeout > Longest)
            yield return OutOfRange("Retry:VerifyTimeout", retry.VerifyTimeout, "zero");
        foreach (var (key, value) in new (string, TimeSpan)[] { ("Retry:RequestTimeout", retry.RequestTimeout), ("Retry:TotalTimeout", retry.TotalTimeout), ("VerifyInterval", options.VerifyInterval) })
        {
            if (value <= TimeSpan.Zero || value > Longest)
                yield return OutOfRange(key, value, "more than zero");
        }
    }

    private static string OutOfRange(string key, TimeSpan value, string least) => $"{key}: {value:c} is not between {least} and one day (durations are written as 00:00:03)";

    internal static string Known(IReadOnlyCollection<string> names) => names.Count == 0 ? "there are none" : $"there are: {string.Join(", ", names)}";
}
