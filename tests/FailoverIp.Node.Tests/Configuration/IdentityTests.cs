using System.Reflection;
using System.Runtime.InteropServices;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>Users and groups: the C library keeps its answer in one place, so one class asks, and nobody beside it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class IdentityTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("getpwnam")]
    [InlineData("getgrnam")]
    public void One_class_asks_the_C_library(string function)
    {
        Assembly[] assemblies = [typeof(NodeOptions).Assembly, typeof(VirtualServerOptions).Assembly, typeof(VirtualRouterOptions).Assembly];

        var callers = assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(All)).Where(m => m.GetCustomAttribute<DllImportAttribute>()?.EntryPoint == function).Select(m => m.DeclaringType!.Name);

        callers.ShouldBe(["Identity"]);
    }

    [Fact]
    public void Users_and_groups_have_names_and_no_numbers()
    {
        var machine = new ConfMachine();

        (machine.HasUser("root"), machine.HasGroup("root")).ShouldBe((true, true));
        (machine.HasUser("0"), machine.HasGroup("0"), machine.HasUser("nobody-of-this-name"), machine.HasGroup("")).ShouldBe((false, false, false, false));
        SystemGroup.Find("root").ShouldBe(0u);
        SystemGroup.Find("4321").ShouldBe(4321u);
        SystemGroup.Find("no-group-of-this-name").ShouldBeNull();
    }
}
