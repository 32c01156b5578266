using System.Net;

namespace FailoverIp.Simulation;

public sealed partial class NetcupRestSimulator
{
    private const string DevicePage = "/realms/scp/device";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>The user codes of the device logins that wait for a person.</summary>
    public IReadOnlyList<string> PendingDevices => _logins.Pending;

    /// <summary>Does what a person does in the browser: approves the device login with this user code. False where none waits.</summary>
    public bool ApproveDevice(string userCode) => _logins.Decide(userCode, approve: true);

    /// <summary>Does what a person does in the browser: denies the device login with this user code. False where none waits.</summary>
    public bool DenyDevice(string userCode) => _logins.Decide(userCode, approve: false);

    private void MapLogin(SimulatorRoutes routes)
    {
        routes.Map("GET", "/realms/scp/.well-known/openid-configuration", SimulatedOperation.Other, _ => GetConfiguration());
        routes.Map("POST", Realm + "/auth/device", SimulatedOperation.Login, StartDevice);
        routes.Map("GET", DevicePage, SimulatedOperation.Login, ShowDevice);
        routes.Map("POST", DevicePage, SimulatedOperation.Login, DecideDevice);
        routes.Map("POST", Realm + "/token", SimulatedOperation.Token, GiveToken);
        routes.Map("POST", Realm + "/revoke", SimulatedOperation.Token, Revoke);
        routes.Map("GET", Realm + "/userinfo", SimulatedOperation.Read, GetUserInfo);
    }

    private string Url(string path) => new Uri(BaseAddress, path).ToString();

    private SimulatedAnswer GetConfiguration() => SimulatedAnswer.Json(
        200,
        new(Url("/realms/scp"), Url(Realm + "/token"), Url(Realm + "/auth/device"), Url(Realm + "/userinfo"), Url(Realm + "/revoke"), ["refresh_token", DeviceGrant]),
        LoginJson.Default.ConfigurationBody);

    private SimulatedAnswer StartDevice(SimulatedExchange exchange)
    {
        if (RefuseClient(exchange) is { } refused)
            return refused;
        var settings = State.Settings;
        var (deviceCode, userCode) = _logins.Start(settings);
        var page = Url(DevicePage);
        var body = new DeviceBody(deviceCode, userCode, page, $"{page}?user_code={userCode}", (int)settings.DeviceCodeLifetime.TotalSeconds, (int)settings.DevicePollInterval.TotalSeconds);
        return SimulatedAnswer.Json(200, body, LoginJson.Default.DeviceBody);
    }

    private static SimulatedAnswer ShowDevice(SimulatedExchange exchange) => Page($"""
        <form method="post">
        <p>A device asks for access to this account.</p>
        <p><label>Code <input name="user_code" value="{WebUtility.HtmlEncode(exchange.Query("user_code"))}"></label></p>
        <p><button name="action" value="approve">Approve</button> <button name="action" value="deny">Deny</button></p>
        </form>
        """);

    private SimulatedAnswer DecideDevice(SimulatedExchange exchange)
    {
        var approve = exchange.Form("action") != "deny";
        if (!_logins.Decide(exchange.Form("user_code") ?? "", approve))
            return Page("<p>No device with this code is waiting.</p>") with { Status = 400 };
        return Page(approve ? "<p>The device has access. You may close this page.</p>" : "<p>The device was denied access.</p>");
    }

    private SimulatedAnswer GetUserInfo(SimulatedExchange exchange)
    {
        if (!_accessTokens.IsGood(exchange.Bearer))
            return LoginError(401, "invalid_token", "Token verification failed");
        var user = State.User;
        var body = new UserInfoBody(AccessTokens.Subject, user.Id.ToString(), user.Username, user.Firstname, user.Lastname, user.Email, EmailVerified: true);
        return SimulatedAnswer.Json(200, body, LoginJson.Default.UserInfoBody);
    }

    // netcup's own web client and the API's users share one public client.
    private static SimulatedAnswer? RefuseClient(SimulatedExchange exchange) =>
        exchange.Form("client_id") == "scp" ? null : LoginError(401, "invalid_client", "Invalid client or Invalid client credentials");

    private static SimulatedAnswer LoginError(int status, string error, string description) =>
        SimulatedAnswer.Json(status, new(error, description), LoginJson.Default.LoginErrorBody);

    private static SimulatedAnswer Page(string content) => SimulatedAnswer.Text(
        200, $"<!DOCTYPE html>\n<html><head><title>Simulated netcup SCP</title></head><body><h1>Device login</h1>\n{content}\n</body></html>\n", "text/html; charset=utf-8");
}
