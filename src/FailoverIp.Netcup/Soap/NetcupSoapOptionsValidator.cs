using Microsoft.Extensions.Options;

namespace FailoverIp.Netcup;

/// <summary>Checks an account's options; every problem at once. What is required comes from the attributes.</summary>
[OptionsValidator]
internal sealed partial class NetcupSoapOptionsRequired : IValidateOptions<NetcupSoapOptions>;

internal sealed class NetcupSoapOptionsValidator : IValidateOptions<NetcupSoapOptions>
{
    private static readonly NetcupSoapOptionsRequired Required = new();

    public ValidateOptionsResult Validate(string? name, NetcupSoapOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        problems.AddResult(Required.Validate(null, options));
        if (options.Endpoint is not null && WebAddress.Problem(options.Endpoint) is { } problem)
            problems.AddError(problem, nameof(options.Endpoint));
        if (string.IsNullOrWhiteSpace(options.Password) == string.IsNullOrWhiteSpace(options.PasswordFile))
            problems.AddError($"exactly one of {nameof(options.Password)} and {nameof(options.PasswordFile)} is needed");
        if (options.LoginName is { } login && !SoapRequest.CanCarry(login))
            problems.AddError("holds a character that XML cannot carry", nameof(options.LoginName));
        return problems.Build();
    }
}
