using System.Text.RegularExpressions;

namespace FailoverIp.Node;

/// <summary>The patterns of the schema, compiled with the program: an address is matched tens of thousands of times, and a node that starts is not to begin with reading expressions.</summary>
internal static partial class SchemaPatterns
{
    private const int MostMilliseconds = 1000;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string NotWhite = @"\S";
    private const string Duration = @"^([0-9]{1,4}\.)?([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,7})?)?$";
    private const string Mac = @"^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$";
    private const string UserName = @"^[^:]+$";
    private const string WebAddress = @"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@]+([/?][^\s#]*)?$";
    private const string InterfaceName = @"^[^\s/:]{1,15}$";
    private const string Granularity = @"^([0-9]{1,3}|/[0-9]{1,3}|[0-9]{1,3}(\.[0-9]{1,3}){3})$";
    private const string HostName = @"^[^\s/]{1,255}$";
    private const string UrlPath = @"^/[^\s#]*$";
    private const string Digest = @"^[0-9A-Fa-f]{32}$";
    private const string StatusCode = @"^[1-9][0-9]{2}(-[1-9][0-9]{2})?$";
    private const string EndPoint = @"^([0-9.]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$";

    /// <summary>The expression of a pattern; null where it is none of these.</summary>
    public static Regex? Find(string pattern) => pattern switch
    {
        NotWhite => NotWhiteExpression(),
        Duration => DurationExpression(),
        Mac => MacExpression(),
        UserName => UserNameExpression(),
        WebAddress => WebAddressExpression(),
        InterfaceName => InterfaceNameExpression(),
        Granularity => GranularityExpression(),
        HostName => HostNameExpression(),
        UrlPath => UrlPathExpression(),
        Digest => DigestExpression(),
        StatusCode => StatusCodeExpression(),
        EndPoint => EndPointExpression(),
        _ => null,
    };

    [GeneratedRegex(NotWhite, Options, MostMilliseconds)]
    private static partial Regex NotWhiteExpression();

    [GeneratedRegex(Duration, Options, MostMilliseconds)]
    private static partial Regex DurationExpression();

    [GeneratedRegex(Mac, Options, MostMilliseconds)]
    private static partial Regex MacExpression();

    [GeneratedRegex(UserName, Options, MostMilliseconds)]
    private static partial Regex UserNameExpression();

    [GeneratedRegex(WebAddress, Options, MostMilliseconds)]
    private static partial Regex WebAddressExpression();

    [GeneratedRegex(InterfaceName, Options, MostMilliseconds)]
    private static partial Regex InterfaceNameExpression();

    [GeneratedRegex(Granularity, Options, MostMilliseconds)]
    private static partial Regex GranularityExpression();

    [GeneratedRegex(HostName, Options, MostMilliseconds)]
    private static partial Regex HostNameExpression();

    [GeneratedRegex(UrlPath, Options, MostMilliseconds)]
    private static partial Regex UrlPathExpression();

    [GeneratedRegex(Digest, Options, MostMilliseconds)]
    private static partial Regex DigestExpression();

    [GeneratedRegex(StatusCode, Options, MostMilliseconds)]
    private static partial Regex StatusCodeExpression();

    [GeneratedRegex(EndPoint, Options, MostMilliseconds)]
    private static partial Regex EndPointExpression();
}
