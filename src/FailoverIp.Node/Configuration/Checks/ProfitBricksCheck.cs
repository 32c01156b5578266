namespace FailoverIp.Node;

/// <summary>What of an account at ProfitBricks depends on its other keys: exactly one kind of credentials, and what a mode needs.</summary>
internal sealed class ProfitBricksCheck(ProblemList problems, SecretReader secrets)
{
    public void Check(ConfigurationNode account)
    {
        CheckCredentials(account);
        var isNicMove = string.Equals(account["Mode"]?.Text, "NicMove", StringComparison.OrdinalIgnoreCase);
        if (!isNicMove && account["LanId"] is null)
            problems.Add(account.Location, $"{account.ChildPath("LanId")} is missing; the mode FailoverGroup needs it", account.ChildPath("LanId"));
        if (isNicMove && account["RepointGroup"] is { } repoint && string.Equals(repoint.Text, "true", StringComparison.OrdinalIgnoreCase))
            problems.Add(repoint, "goes with the mode FailoverGroup only");
    }

    private void CheckCredentials(ConfigurationNode account)
    {
        var hasToken = account["Token"] is not null || account["TokenFile"] is not null;
        var password = account["Password"] ?? account["PasswordFile"];
        var user = account["UserName"];
        if (hasToken && (user ?? password) is { } other)
            problems.Add(other.Location, $"{account.Path}: a token and a user name or password are both given; it signs in with the one or the other", other.Path);
        else if (hasToken)
            secrets.Read(account, "Token");
        else if (user is null && password is null)
            problems.Add(account.Location, $"{account.Path}: Token or TokenFile is missing, or UserName with Password or PasswordFile", account.ChildPath("Token"));
        else
        {
            if (user is null)
                problems.Add(account.Location, $"{account.ChildPath("UserName")} is missing beside the password", account.ChildPath("UserName"));
            secrets.Read(account, "Password");
        }
    }
}
