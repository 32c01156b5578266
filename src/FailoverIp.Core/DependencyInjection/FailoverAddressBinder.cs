using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>Fills the options of an address from those that were given whole and from <c>Addresses:NAME</c> of the configured sections. What cannot be read is kept as a problem, so that all are reported at once; keys of others are left alone.</summary>
internal sealed class FailoverAddressBinder(IEnumerable<GivenRoutes> given, IEnumerable<FailoverIpSection> sections) : IConfigureNamedOptions<FailoverAddressOptions>
{
    public void Configure(FailoverAddressOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, FailoverAddressOptions options)
    {
        if (string.IsNullOrEmpty(name))
            return;
        given.SelectMany(g => g.Routes).LastOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))?.CopyTo(options);
        foreach (var source in sections)
            Read(source.Configuration.GetSection("Addresses").GetSection(name), options);
    }

    private static void Read(IConfigurationSection section, FailoverAddressOptions options)
    {
        options.Address = section["Address"] ?? options.Address;
        options.Provider = section["Provider"] ?? options.Provider;
        foreach (var part in section.GetSection("Target").GetChildren())
            options.Target[part.Key] = part.Value ?? "";

        var retry = section.GetSection("Retry");
        options.Retry = options.Retry with
        {
            MaxAttempts = Whole(retry, "MaxAttempts", "Retry:MaxAttempts", options.Retry.MaxAttempts, options.Unreadable),
            Delay = Duration(retry, "Delay", "Retry:Delay", options.Retry.Delay, options.Unreadable),
            VerifyTimeout = Duration(retry, "VerifyTimeout", "Retry:VerifyTimeout", options.Retry.VerifyTimeout, options.Unreadable),
            RequestTimeout = Duration(retry, "RequestTimeout", "Retry:RequestTimeout", options.Retry.RequestTimeout, options.Unreadable),
            TotalTimeout = Duration(retry, "TotalTimeout", "Retry:TotalTimeout", options.Retry.TotalTimeout, options.Unreadable),
        };
        options.VerifyInterval = Duration(section, "VerifyInterval", "VerifyInterval", options.VerifyInterval, options.Unreadable);
    }

    private static int Whole(IConfigurationSection section, string key, string path, int otherwise, List<string> unreadable)
    {
        if (section[key] is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
            return value;
        unreadable.Add($"{path}: '{text}' is not a whole number");
        return otherwise;
    }

    private static TimeSpan Duration(IConfigurationSection section, string key, string path, TimeSpan otherwise, List<string> unreadable)
    {
        if (section[key] is not { } text)
            return otherwise;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value))
            return value;
        unreadable.Add($"{path}: '{text}' is not a duration (durations are written as 00:00:03)");
        return otherwise;
    }
}
