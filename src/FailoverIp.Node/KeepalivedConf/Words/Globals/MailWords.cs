namespace FailoverIp.Node;

/// <summary>Mails, which are not sent.</summary>
internal static class MailWords
{
    public const string NoMail = "no mail is sent; the journal, /status and /healthz say what happens";

    public static void AddTo(ConfBlock block, ConfContext context)
    {
        var words = new UnsupportedWords(context, block);
        words.AddText(NoMail, "notification_email_from");
        words.Add(NoMail, line => _ = line[1], "smtp_server");
        words.Add(NoMail, "smtp_helo_name", "no_email_faults");
        words.Add(NoMail, line => { if (context.Integer(line, 1, 0, uint.MaxValue / 1_000_000) == 0) context.Complain("smtp_connect_timeout is 1 at least, which is taken"); }, "smtp_connect_timeout");
        words.Add(NoMail, line => { if (context.Lines(line).ToList().Count == 0) context.Complain("notification_email is empty"); }, "notification_email");
        words.AddSwitch(NoMail, "smtp_alert", "smtp_alert_vrrp", "smtp_alert_checker", "no_checker_emails");
    }
}
