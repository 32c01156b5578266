using Microsoft.Extensions.Options;

namespace FailoverIp;

/// <summary>One provider under its name, made on first use; one that could not be made is tried again.</summary>
internal abstract class ProviderAccount(string name)
{
    public string Name => name;

    /// <exception cref="FailoverIpException">It could not be made (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public IFailoverIpProvider Get()
    {
        try
        {
            return Make();
        }
        catch (OptionsValidationException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, $"Providers:{name}: {string.Join("; ", e.Failures)}", e);
        }
        catch (Exception e) when (e is not FailoverIpException)
        {
            throw new FailoverIpException(FailoverErrorKind.Configuration, $"Providers:{name}: the provider could not be made ({ProviderCall.Describe(e)})", e);
        }
    }

    /// <summary>Lets go of the provider: nobody begins anything with it any more.</summary>
    public virtual ValueTask RetireAsync() => ValueTask.CompletedTask;

    protected abstract IFailoverIpProvider Make();
}
