using System.Net;
using FailoverIp.Lvs.Tests.Checks.Support;

namespace FailoverIp.Lvs.Tests.Checks.Files;

public sealed class FileCheckTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"failoverip-track-{Guid.NewGuid():N}");

    [Theory] // weights as keepalived 2.2.7 sets them
    [InlineData("0", 1, false, 0)]
    [InlineData("5", 1, false, 5)]
    [InlineData("-1\n", 1, false, -1)]
    [InlineData("5", 2, true, -10)]
    [InlineData("-300", 2, true, 600)]
    [InlineData("7\n8", 1, false, 7)]
    [InlineData("  7 x", 1, false, 7)]
    [InlineData("", 1, false, 0)]
    [InlineData("\n", 1, false, 0)]
    [InlineData(null, 1, false, 0)]
    [InlineData("2147483647", 2, false, 2147483647)]
    [InlineData("2147483647", -2, false, -2147483647)]
    public async Task The_number_times_the_factor_is_added_to_the_weight(string? content, int weight, bool reverse, int change) =>
        (await JudgeAsync(content, weight, reverse)).ShouldBe(new(true, null, WeightChange: change));

    [Theory]
    [InlineData("0", false, true)]
    [InlineData("", false, true)]
    [InlineData(null, false, true)]
    [InlineData("1", false, false)]
    [InlineData("-1", false, false)]
    [InlineData("0", true, false)]
    [InlineData("1", true, true)]
    public async Task With_the_factor_0_the_number_decides(string? content, bool reverse, bool passes)
    {
        var result = await JudgeAsync(content, 0, reverse);
        result.ShouldBe(passes ? CheckResult.Pass : CheckResult.Fail($"{_path}: {(string.IsNullOrEmpty(content) ? "0" : content)}"));
    }

    [Theory]
    [InlineData("abc", "'abc'")]
    [InlineData("99999999999", "'99999999999'")]
    [InlineData("-2147483648", "'-2147483648'")]
    [InlineData("1.5", "'1.5'")]
    [InlineData("\u001b[2J", "'.[2J'")]
    public async Task What_is_no_number_is_told(string content, string shown) =>
        (await JudgeAsync(content, 1, false)).Failure.ShouldBe($"{_path}: {shown} does not begin with a whole number");

    [Fact]
    public async Task A_directory_is_told() =>
        (await Probes.AskAsync(new FileCheckOptions { Path = Path.GetTempPath() }, new(IPAddress.Loopback, 0))).Failure.ShouldStartWith(Path.GetTempPath());

    public void Dispose() => File.Delete(_path);

    private async Task<CheckResult> JudgeAsync(string? content, int weight, bool reverse)
    {
        if (content is not null)
            await File.WriteAllTextAsync(_path, content);
        return await Probes.AskAsync(new FileCheckOptions { Path = _path, Weight = weight, Reverse = reverse }, new(IPAddress.Loopback, 0));
    }
}
