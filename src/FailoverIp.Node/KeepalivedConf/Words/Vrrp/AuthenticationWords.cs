using System.Text;

namespace FailoverIp.Node;

/// <summary>The block <c>authentication</c>.</summary>
internal static class AuthenticationWords
{
    private const int LongestPassword = 8;

    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfInstance> instance) => block.Add("authentication", null, new ConfBlock
    {
        ["auth_type"] = line =>
        {
            if (line[1] is "PASS" or "AH")
                instance().Authentication.Type = new(line[1], line.Location);
            else
                context.Complain($"auth_type is PASS or AH, not '{SchemaChecker.Shown(line[1])}'");
        },
        ["auth_pass"] = line =>
        {
            // The password itself is never shown.
            var bytes = Encoding.UTF8.GetBytes(line[1]);
            if (bytes.Length > LongestPassword)
                context.Complain($"a password has at most {LongestPassword} characters; the first ones are taken");
            instance().Authentication.Password = new(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, LongestPassword))).TrimEnd('\uFFFD'), line.Location);
        },
    });
}
