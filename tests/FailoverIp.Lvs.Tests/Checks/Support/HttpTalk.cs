using System.Net;
using System.Text;
using FailoverIp.Lvs.Http;

namespace FailoverIp.Lvs.Tests.Checks.Support;

/// <summary>HTTP dialogues about one URL or several.</summary>
internal static class HttpTalk
{
    /// <summary>The body of most answers, and its digest as md5sum has it.</summary>
    public const string Body = "hello body\n", BodyDigest = "60a9cce591be31076132ad1ff144b06e", NoDigest = "00000000000000000000000000000000";

    public static HttpDialogue Dialogue(params HttpCheckUrl[] urls) => Dialogue(new HttpCheckOptions { Urls = [.. urls] });

    public static HttpDialogue Dialogue(HttpCheckOptions check, int retry = 0, IHttpWitness? witness = null) =>
        new([.. check.Urls.Select(url => new HttpQuestion(check, url, new(IPAddress.Loopback, 8080)))], new(check.Urls.Length, retry, check.FastRecovery), check.MaxBodySize, witness);

    public static byte[] Answer(string status = "200 OK", string fields = "", string body = Body) =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nServer: x\r\n{fields}\r\n{body}");

    public static string Length(int length = 11) => $"Content-Length: {length}\r\n";

    /// <summary>The verdict on an answer that comes at once and ends with the connection.</summary>
    public static CheckResult Judge(HttpCheckUrl url, params byte[][] pieces) => Talk.Stream(Dialogue(url), pieces)!.Value;
}
