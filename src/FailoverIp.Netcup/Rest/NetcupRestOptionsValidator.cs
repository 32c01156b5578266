using Microsoft.Extensions.Options;

namespace FailoverIp.Netcup;

/// <summary>Checks an account's options; every problem at once. Ranges come from the attributes.</summary>
[OptionsValidator]
internal sealed partial class NetcupRestOptionsRanges : IValidateOptions<NetcupRestOptions>;

internal sealed class NetcupRestOptionsValidator : IValidateOptions<NetcupRestOptions>
{
    private static readonly NetcupRestOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, NetcupRestOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        problems.AddResult(Ranges.Validate(null, options));
        if (options.BaseAddress is not null && WebAddress.Problem(options.BaseAddress) is { } problem)
            problems.AddError(problem, nameof(options.BaseAddress));
        if (string.IsNullOrWhiteSpace(options.RefreshToken) == string.IsNullOrWhiteSpace(options.RefreshTokenFile))
            problems.AddError($"exactly one of {nameof(options.RefreshToken)} and {nameof(options.RefreshTokenFile)} is needed");
        return problems.Build();
    }
}
