using System.Reflection;

namespace FailoverIp.ProfitBricks.Tests;

public class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_in_the_snapshot() => PublicApi.ShouldMatchSnapshot(Assembly.Load("FailoverIp.ProfitBricks"));
}
