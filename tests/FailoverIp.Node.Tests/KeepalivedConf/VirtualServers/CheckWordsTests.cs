using System.Net;
using System.Text.RegularExpressions;
using FailoverIp.Lvs;

namespace FailoverIp.Node.Tests.KeepalivedConf.VirtualServers;

/// <summary>What each kind of check becomes.</summary>
public class CheckWordsTests
{
    private const string Digest = "9b3a0c85a887a256d6939da88aabd8cd";

    private const string Common = """
        connect_ip 10.0.0.5
        connect_port 8080
        bindto 10.0.0.6
        bind_port 5000
        bind_if lo
        fwmark 7
        alpha on
        connect_timeout 4
        retry 0
        delay_before_retry 1
        warmup 3
        delay_loop 9
        log_all_failures
        """;

    [Theory]
    [InlineData("TCP_CHECK", "Tcp", "")]
    [InlineData("SMTP_CHECK", "Smtp", "")]
    [InlineData("DNS_CHECK", "Dns", "")]
    [InlineData("UDP_CHECK", "Udp", "")]
    [InlineData("PING_CHECK", "Ping", "")]
    [InlineData("HTTP_GET", "HttpGet", "url {\npath /\n}\n")]
    [InlineData("SSL_GET", "SslGet", "url {\npath /\n}\n")]
    public void Common_words(string kind, string expected, string words)
    {
        var check = LvsText.Check(kind, words + Common);

        check.Kind.ShouldBe(expected);
        (check.ConnectAddress, check.ConnectPort, check.BindAddress, check.BindPort, check.BindInterface, check.FirewallMark, check.Alpha, check.LogAllFailures)
            .ShouldBe((IPAddress.Parse("10.0.0.5"), 8080, IPAddress.Parse("10.0.0.6"), 5000, "lo", 7u, true, true));
        check.Timing.ShouldBe(new CheckTiming
        {
            ConnectTimeout = TimeSpan.FromSeconds(4), Retry = 0, DelayBeforeRetry = TimeSpan.FromSeconds(1), Warmup = TimeSpan.FromSeconds(3), DelayLoop = TimeSpan.FromSeconds(9),
        });
    }

    [Fact]
    public void Http()
    {
        var check = LvsText.Check("HTTP_GET", $$"""
            http_protocol 1.0c
            fast_recovery
            virtualhost www.example.org
            nb_get_retry 3
            url {
                path /a
                digest {{Digest.ToUpperInvariant()}}
                status_code 200-299 404
                status_code 503
                regex "^ok +\\d"
                regex_no_match
                regex_options caseless dotall
                regex_min_offset 10
                regex_max_offset 20
            }
            url {
                path /b
                virtualhost b.example.org
            }
            """).ShouldBeOfType<HttpCheckOptions>();

        (check.Protocol, check.FastRecovery, check.Tls, check.Timing.Retry).ShouldBe((HttpProtocol.Http10Close, true, false, 3));
        check.Urls.ShouldBe(
        [
            new HttpCheckUrl
            {
                Path = "/a", Digest = Digest, VirtualHost = "www.example.org", StatusCodes = [new(200, 299), new(404, 404), new(503, 503)], Regex = @"^ok +\d", RegexNoMatch = true,
                RegexOptions = RegexOptions.IgnoreCase | RegexOptions.Singleline, RegexMinOffset = 10, RegexMaxOffset = 20,
            },
            new HttpCheckUrl { Path = "/b", VirtualHost = "b.example.org" },
        ]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("enable_sni", true)]
    [InlineData("enable_sni off", false)]
    public void Https_verifies_nothing_and_names_the_server_where_it_is_asked_to(string words, bool sends)
    {
        var tls = LvsText.Check("SSL_GET", $"url {{\npath /\n}}\n{words}", "SSL {\npassword x\nca /etc/ca.pem\n}\n").ShouldBeOfType<HttpCheckOptions>().TlsOptions;

        (tls.VerifyCertificate, tls.SendServerName, tls.CaFile, tls.CertificateFile).ShouldBe((false, sends, null, null));
    }

    [Fact]
    public void A_client_certificate_is_that_of_all_checks()
    {
        var section = LvsText.Read("SSL {\ncertificate /etc/c.pem\nkey /etc/k.pem\n}\nvirtual_server 10.0.0.1 80 {\nprotocol TCP\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 80 {\nSSL_GET {\nurl {\npath /\n}\n}\n}\n}\n")
            .Document.Section!;
        var check = section["VirtualServers"]!["tcp 10.0.0.1 80"]!["RealServers"]!.At(0)!["Checks"]!.At(0)!;

        (check["CertificateFile"]!.Text, check["KeyFile"]!.Text, check["KeyFile"]!.Location.Line).ShouldBe(("/etc/c.pem", "/etc/k.pem", 3));
    }

    [Fact]
    public void Smtp() => LvsText.Check("SMTP_CHECK", "helo_name mail.example.org").ShouldBeOfType<SmtpCheckOptions>().HeloName.ShouldBe("mail.example.org");

    [Fact]
    public void Each_host_of_an_old_smtp_check_is_a_check()
    {
        var text = LvsText.RealServer("SMTP_CHECK {\nhelo_name a\nretry 4\nhost {\nconnect_ip 10.0.0.5\n}\nhost {\nconnect_port 26\n}\n}");

        text.Only.RealServers[0].Checks.Cast<SmtpCheckOptions>().Select(c => (c.HeloName, c.Timing.Retry, c.ConnectAddress, c.ConnectPort))
            .ShouldBe([("a", 4, IPAddress.Parse("10.0.0.5"), null), ("a", 4, null, 26)]);
    }

    [Theory]
    [InlineData("", DnsQueryType.SOA, ".")]
    [InlineData("type aaaa\nname example.org", DnsQueryType.AAAA, "example.org")]
    [InlineData("type RRSIG", DnsQueryType.RRSIG, ".")]
    public void Dns(string words, DnsQueryType type, string name)
    {
        var check = LvsText.Check("DNS_CHECK", words).ShouldBeOfType<DnsCheckOptions>();

        (check.Type, check.Name, check.Timing.Retry, check.DefaultTiming.Retry).ShouldBe((type, name, null, 3));
    }

    [Fact]
    public void Udp()
    {
        var check = LvsText.Check("UDP_CHECK", "payload Ab12f 3 456\nrequire_reply \"0a xb\"\nmin_reply_length 2\nmax_reply_length 20").ShouldBeOfType<UdpCheckOptions>();

        (check.Payload, check.RequireReply, check.Reply, check.MinReplyLength, check.MaxReplyLength).ShouldBe(("Ab12f 3 456", true, "0a xb", 2, 20));
    }

    [Fact]
    public void A_command_has_its_arguments_in_quotes_and_its_own_user()
    {
        var check = LvsText.Check("MISC_CHECK", "misc_path \"/bin/sh -c 'a b'\" more\nmisc_timeout 3\nmisc_dynamic\nuser nobody nogroup\nretry 2").ShouldBeOfType<MiscCheckOptions>();

        check.Command.ShouldBe(["/bin/sh", "-c", "a b"]);
        (check.Timeout, check.Dynamic, check.User, check.Group, check.Timing.Retry).ShouldBe((TimeSpan.FromSeconds(3), true, "nobody", "nogroup", 2));
    }

    [Fact]
    public void A_command_without_a_user_runs_as_the_script_user() => LvsText.Check("MISC_CHECK", "misc_path /bin/sh", "global_defs {\nscript_user nobody nogroup\nenable_script_security\n}\n")
        .ShouldBeOfType<MiscCheckOptions>().User.ShouldBe("nobody");

    [Theory]
    [InlineData("misc_path /nonexistent/program")]
    [InlineData("misc_path /bin/sh\nuser nosuchuser")]
    [InlineData("misc_timeout 3")]
    public void A_command_that_cannot_be_run_is_no_check(string words)
    {
        var text = LvsText.RealServer($"MISC_CHECK {{\n{words}\n}}");

        text.Complaints.Concat(text.Notes).ShouldNotBeEmpty();
        text.Only.RealServers[0].Checks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "", 1, false)]
    [InlineData("weight 5 reverse", "", 5, true)]
    [InlineData("weight 5 reverse", "weight -3", -3, false)]
    public void A_file_has_the_weight_of_its_track_file_where_the_check_says_none(string file, string words, int weight, bool isReverse)
    {
        var check = LvsText.Check("FILE_CHECK", $"track_file load\n{words}", $"track_file load {{\nfile /var/load\n{file}\n}}\n").ShouldBeOfType<FileCheckOptions>();

        (check.Path, check.Weight, check.Reverse).ShouldBe(("/var/load", weight, isReverse));
    }

    [Fact]
    public void Bfd_is_told_not_to_be_carried_out()
    {
        var text = LvsText.Read("bfd_instance peer {\nneighbor_ip 10.0.0.2\n}\nvirtual_server 10.0.0.1 80 {\nprotocol TCP\nlvs_sched rr\nlvs_method NAT\nreal_server 10.0.0.2 80 {\nBFD_CHECK {\nname peer\n}\n}\n}\n");

        text.Complaints.ShouldBeEmpty();
        text.Notes.ShouldContain(n => n.StartsWith("9: BFD_CHECK is not carried out", StringComparison.Ordinal));
    }

    [Fact]
    public void An_expression_that_is_not_understood_is_refused_for_the_page_must_not_pass_unseen()
    {
        var text = LvsText.RealServer("HTTP_GET {\nurl {\npath /\nregex \"a(\"\n}\n}");

        text.Complaints.ShouldBeEmpty("keepalived's test says nothing of it");
        text.Document.Problems.Notes.ShouldHaveSingleItem().IsWarning.ShouldBeFalse();
    }

    [Fact]
    public void A_link_local_target_wants_an_interface()
    {
        LvsText.RealServer("TCP_CHECK {\nconnect_ip fe80::5\n}").Complaints.ShouldHaveSingleItem().ShouldStartWith("9: ");
        LvsText.RealServer("TCP_CHECK {\nconnect_ip fe80::5\nbind_if lo\n}").Complaints.ShouldBeEmpty();
    }
}
