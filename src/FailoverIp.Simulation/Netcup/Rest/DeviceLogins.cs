using System.Security.Cryptography;

namespace FailoverIp.Simulation;

/// <summary>The device logins that are under way (RFC 8628).</summary>
internal sealed class DeviceLogins(TimeProvider time)
{
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Login> _logins = [];

    public IReadOnlyList<string> Pending
    {
        get
        {
            lock (_gate)
                return [.. _logins.Where(l => l.Approved is null && !IsOver(l)).Select(l => l.UserCode)];
        }
    }

    public (string DeviceCode, string UserCode) Start(NetcupScpSettings settings)
    {
        // Consonants only, so that no code is a word.
        var code = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 8);
        var login = new Login(SimulatedSecret.New(43), $"{code[..4]}-{code[4..]}", time.GetTimestamp(), settings.DeviceCodeLifetime) { Interval = settings.DevicePollInterval };
        lock (_gate)
        {
            _logins.RemoveAll(IsOver);
            _logins.Add(login);
        }
        return (login.DeviceCode, login.UserCode);
    }

    /// <summary>Lets the person at the browser decide; false where no login with this code waits.</summary>
    public bool Decide(string userCode, bool approve)
    {
        lock (_gate)
        {
            if (_logins.Find(l => string.Equals(l.UserCode, userCode.Trim(), StringComparison.OrdinalIgnoreCase) && l.Approved is null && !IsOver(l)) is not { } login)
                return false;
            login.Approved = approve;
            return true;
        }
    }

    /// <summary>What a poll is answered with: an OAuth error, or null where the login is done (which it is once).</summary>
    public string? Poll(string? deviceCode)
    {
        lock (_gate)
        {
            if (_logins.Find(l => string.Equals(l.DeviceCode, deviceCode, StringComparison.Ordinal)) is not { } login)
                return "invalid_grant";
            if (IsOver(login))
                return "expired_token";
            var tooSoon = login.LastPoll is { } last && time.GetElapsedTime(last) < login.Interval;
            login.LastPoll = time.GetTimestamp();
            if (tooSoon)
            {
                login.Interval += SlowDownStep;
                return "slow_down";
            }
            if (login.Approved is not { } approved)
                return "authorization_pending";
            _logins.Remove(login);
            return approved ? null : "access_denied";
        }
    }

    private bool IsOver(Login login) => time.GetElapsedTime(login.Started) >= login.Lifetime;

    private sealed class Login(string deviceCode, string userCode, long started, TimeSpan lifetime)
    {
        public string DeviceCode => deviceCode;

        public string UserCode => userCode;

        public long Started => started;

        public TimeSpan Lifetime => lifetime;

        public TimeSpan Interval { get; set; }

        public long? LastPoll { get; set; }

        public bool? Approved { get; set; }
    }
}
