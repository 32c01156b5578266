namespace FailoverIp.Netcup;

/// <summary>What a person needs to agree to a login (RFC 8628 section 3.2). The device's own code stays inside.</summary>
public sealed class NetcupDeviceCode
{
    internal NetcupDeviceCode(string deviceCode, string userCode, Uri verificationUri, Uri? verificationUriComplete, TimeSpan expiresIn, TimeSpan interval, long startedAt)
    {
        DeviceCode = deviceCode;
        UserCode = userCode;
        VerificationUri = verificationUri;
        VerificationUriComplete = verificationUriComplete;
        ExpiresIn = expiresIn;
        Interval = interval;
        StartedAt = startedAt;
    }

    /// <summary>The code to type in at <see cref="VerificationUri"/>.</summary>
    public string UserCode { get; }

    /// <summary>The page to open in any browser, on any machine.</summary>
    public Uri VerificationUri { get; }

    /// <summary>The same page with the code already in it, where the service gives one.</summary>
    public Uri? VerificationUriComplete { get; }

    /// <summary>How long the code is good for, counted from the start.</summary>
    public TimeSpan ExpiresIn { get; }

    internal string DeviceCode { get; }

    internal TimeSpan Interval { get; }

    internal long StartedAt { get; }
}
