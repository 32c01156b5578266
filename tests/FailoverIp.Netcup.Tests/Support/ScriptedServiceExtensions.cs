namespace FailoverIp.Netcup.Tests;

internal static class ScriptedServiceExtensions
{
    public static HttpExchange Exchange(this ScriptedService service, TimeProvider? time = null) => new(service.Client(), time ?? TimeProvider.System);
}
