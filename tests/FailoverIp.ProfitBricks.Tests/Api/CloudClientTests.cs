using System.Net.Http.Headers;
using System.Text;
using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.Api;

public sealed class CloudClientTests : IDisposable
{
    private static readonly RequestBounds Bounds = new(TimeSpan.FromSeconds(10), CancellationToken.None);

    private readonly TemporaryFolder _folder = new();
    private readonly CloudService _cloud = HeldBy();

    // Any credentials are good: what was sent is looked at.
    public CloudClientTests() => _cloud.On($"GET {A.Path}", _ => Answer.Json("""{"id":"x"}"""));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_user_signs_in_with_Basic()
    {
        var client = Signed(o => (o.Token, o.UserName, o.Password) = (null, "user@example.com", "pä:ss"));
        await client.GetNicAsync(A, Bounds);
        _cloud.Http.Asked.Single().Authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user@example.com:pä:ss")));
    }

    [Fact]
    public async Task A_token_that_was_rotated_counts_from_the_next_request_on()
    {
        var file = _folder.File("token", "one\n");
        var client = Signed(o => (o.Token, o.TokenFile) = (null, file));
        await client.GetNicAsync(A, Bounds);
        await File.WriteAllTextAsync(file, "two  \r\n");
        await client.GetNicAsync(A, Bounds);
        _cloud.Http.Asked.Select(a => a.Authorization).ShouldBe(["Bearer one", "Bearer two"]);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("two words", "holds something that is not a token")]
    [InlineData("line\nline", "holds something that is not a token")]
    [InlineData(null, "it does not exist")]
    public async Task A_token_file_that_cannot_be_used_is_named_and_nothing_is_sent(string? content, string words)
    {
        var file = _folder.File("token", content);
        var e = await Should.ThrowAsync<FailoverIpException>(Signed(o => (o.Token, o.TokenFile) = (null, file)).GetNicAsync(A, Bounds));
        (e.Kind, e.NothingSent).ShouldBe((FailoverErrorKind.Configuration, true));
        e.Message.ShouldContain(file);
        e.Message.ShouldContain(words);
        _cloud.Http.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(31900000)]
    [InlineData(null)]
    public async Task The_contract_is_named_where_there_are_several(int? contract)
    {
        HttpRequestHeaders? headers = null;
        using var spy = new Spy(_cloud.Http, r => headers = r.Headers);
        using var http = new HttpClient(spy);
        _cloud.Options.ContractNumber = contract;
        await ProfitBricksFactory.Client(new(http, _cloud.Time), _cloud.Options).GetNicAsync(A, Bounds);
        headers!.TryGetValues("X-Contract-Number", out var values);
        values?.Single().ShouldBe("31900000");
        (values is null).ShouldBe(contract is null);
        headers.Accept.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task Credentials_that_the_service_repeats_are_not_told()
    {
        foreach (var (sign, secret) in new (Action<ProfitBricksOptions>, string)[]
        {
            (o => o.Token = "s3cret-token", "s3cret-token"),
            (o => (o.Token, o.UserName, o.Password) = (null, "u", "s3cret-password"), "s3cret-password"),
            (o => (o.Token, o.UserName, o.Password) = (null, "u", "s3cret-password"), Convert.ToBase64String("u:s3cret-password"u8)),
        })
        {
            _cloud.On($"GET {A.Path}", asked => Error(400, $"bad header {asked.Authorization}, bad secret {secret}"));
            var e = await Should.ThrowAsync<FailoverIpException>(Signed(sign).GetNicAsync(A, Bounds));
            e.ToString().ShouldNotContain(secret);
            e.Message.ShouldContain("***");
        }
    }

    [Fact]
    public async Task A_short_password_that_is_a_part_of_the_answers_does_not_spoil_them()
    {
        var cloud = HeldBy(A);
        cloud.On($"GET {A.Path}", _ => Answer.Json("""{"properties":{"lan":1,"ips":["198.51.100.7"]}}"""));
        var options = new ProfitBricksOptions { BaseAddress = Base, UserName = "u", Password = "p", DatacenterId = DatacenterId.ToString(), LanId = 1 };
        var client = ProfitBricksFactory.Client(new(cloud.Http.Client(), cloud.Time), options);
        (await client.GetNicAsync(A, Bounds)).Properties!.Ips.ShouldBe([Ip]);
    }

    [Fact]
    public async Task What_a_failed_request_repeats_of_the_credentials_is_not_told()
    {
        _cloud.On("GET requests/", _ => Answer.Json("""{"metadata":{"status":"FAILED","message":"header Bearer s3cret-token is bad"}}"""));
        var client = _cloud.Client();
        var e = await Should.ThrowAsync<FailoverIpException>(_cloud.RunAsync(new RequestFollower(client, _cloud.Time).WaitAsync(new("1"), Bounds)));
        e.Message.ShouldEndWith("header Bearer *** is bad");
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        _cloud.On("GET ipblocks", asked =>
        {
            var offset = int.Parse(System.Web.HttpUtility.ParseQueryString(asked.Uri.Query)["offset"]!);
            return Answer.Json($$"""{"items":[{{string.Join(',', Enumerable.Range(offset, Math.Min(100, 250 - offset)).Select(i => $$"""{"id":"{{i}}","properties":{} }"""))}}]}""");
        });
        var blocks = await _cloud.Client().ListIpBlocksAsync(Bounds);
        blocks.Select(b => b.Id).ShouldBe(Enumerable.Range(0, 250).Select(i => $"{i}"));
        _cloud.Http.Asked.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"items":[{"id":"1"}]}""")]
    [InlineData("""{"items":[null]}""")]
    public async Task A_list_without_the_properties_is_not_taken_for_an_empty_one(string page)
    {
        _cloud.On("GET ipblocks", _ => Answer.Json(page));
        var e = await Should.ThrowAsync<FailoverIpException>(_cloud.Client().ListIpBlocksAsync(Bounds));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.Unavailable, "cloud.example did not list the IP blocks with their properties"));
    }

    [Fact]
    public async Task A_list_without_end_is_given_up()
    {
        var page = $$"""{"items":[{{string.Join(',', Enumerable.Repeat("""{"properties":{}}""", 100))}}]}""";
        _cloud.On("GET ipblocks", _ => Answer.Json(page));
        var e = await Should.ThrowAsync<FailoverIpException>(_cloud.Client().ListIpBlocksAsync(Bounds));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        _cloud.Http.Asked.Count.ShouldBe(100);
    }

    [Fact]
    public async Task An_empty_list_of_addresses_cannot_be_sent()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _cloud.Client().PatchNicAsync(A, new(1, []), Bounds));
        _cloud.Http.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://cloud.example/cloudapi/v6/requests/00000000-0000-4000-8000-000000000001/status", true)]
    [InlineData("/cloudapi/v6/requests/00000000-0000-4000-8000-000000000001/status", true)]
    [InlineData("https://evil.example/requests/00000000-0000-4000-8000-000000000001/status", true)]
    [InlineData("https://evil.example/requests/..%2f..%2fipblocks/status", false)]
    [InlineData("https://cloud.example/cloudapi/v6/requests/", false)]
    [InlineData("https://cloud.example/", false)]
    public async Task A_request_is_followed_at_our_own_address_wherever_its_location_points(string location, bool follows)
    {
        _cloud.On($"PATCH {A.Path}", _ => _cloud.Accepted(location: location));
        var client = _cloud.Client();
        var request = await client.PatchNicAsync(A, new(1, [Ip]), Bounds);
        await _cloud.RunAsync(new RequestFollower(client, _cloud.Time).WaitAsync(request, Bounds));
        _cloud.Http.Count("/status").ShouldBe(follows ? 1 : 0);
        _cloud.Http.Asked.ShouldAllBe(a => a.Uri.Authority == "cloud.example");
    }

    [Fact]
    public async Task An_endless_answer_is_given_up()
    {
        _cloud.On($"GET {A.Path}", _ => Answer.Json(new string(' ', 2 * 1024 * 1024)));
        var e = await Should.ThrowAsync<FailoverIpException>(_cloud.Client().GetNicAsync(A, Bounds));
        (e.Kind, e.Message).ShouldBe((FailoverErrorKind.Unavailable, "cloud.example answered with more than 1024 KiB"));
    }

    private CloudClient Signed(Action<ProfitBricksOptions> sign)
    {
        var options = new ProfitBricksOptions { BaseAddress = Base, Token = "t", DatacenterId = DatacenterId.ToString(), LanId = 1 };
        sign(options);
        return ProfitBricksFactory.Client(new(_cloud.Http.Client(), _cloud.Time), options.Checked());
    }

    private sealed class Spy(HttpMessageHandler inner, Action<HttpRequestMessage> see) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            see(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
