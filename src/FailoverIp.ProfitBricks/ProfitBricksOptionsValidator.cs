using Microsoft.Extensions.Options;

namespace FailoverIp.ProfitBricks;

/// <summary>Checks an account's options; every problem at once. What is required, and ranges, come from the attributes.</summary>
[OptionsValidator]
internal sealed partial class ProfitBricksOptionsRanges : IValidateOptions<ProfitBricksOptions>;

internal sealed class ProfitBricksOptionsValidator : IValidateOptions<ProfitBricksOptions>
{
    private static readonly ProfitBricksOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, ProfitBricksOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        problems.AddResult(Ranges.Validate(null, options));
        if (options.BaseAddress is not null && WebAddress.Problem(options.BaseAddress) is { } problem)
            problems.AddError(problem, nameof(options.BaseAddress));
        if (options.DatacenterId is { Length: > 0 } id && !Guid.TryParse(id, out _))
            problems.AddError($"'{OneLine.Of(id)}' is not a UUID", nameof(options.DatacenterId));
        if (options is { Mode: ProfitBricksMode.FailoverGroup, LanId: null })
            problems.AddError($"is needed with {nameof(options.Mode)} {nameof(ProfitBricksMode.FailoverGroup)}", nameof(options.LanId));
        if (options is { Mode: ProfitBricksMode.NicMove, RepointGroup: true })
            problems.AddError($"has a meaning only with {nameof(options.Mode)} {nameof(ProfitBricksMode.FailoverGroup)}", nameof(options.RepointGroup));
        AddCredentials(problems, options);
        return problems.Build();
    }

    private static void AddCredentials(ValidateOptionsResultBuilder problems, ProfitBricksOptions options)
    {
        var tokens = Given(options.Token) + Given(options.TokenFile);
        var passwords = Given(options.Password) + Given(options.PasswordFile);
        var user = Given(options.UserName);
        if ((tokens, user, passwords) is not ((1, 0, 0) or (0, 1, 1)))
        {
            problems.AddError($"either one of {nameof(options.Token)} and {nameof(options.TokenFile)} is needed, "
                + $"or {nameof(options.UserName)} with one of {nameof(options.Password)} and {nameof(options.PasswordFile)}");
        }
        // RFC 7617 section 2: the first colon ends the user's name.
        if (options.UserName?.Contains(':', StringComparison.Ordinal) == true)
            problems.AddError("must not hold a colon", nameof(options.UserName));
    }

    private static int Given(string? value) => string.IsNullOrWhiteSpace(value) ? 0 : 1;
}
