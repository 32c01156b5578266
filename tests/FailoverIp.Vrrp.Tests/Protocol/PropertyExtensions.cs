using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol;

internal static class PropertyExtensions
{
    /// <summary>Checks a property with so many inputs; fails with the smallest that breaks it.</summary>
    public static void Holds(this Property property, int inputs) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(inputs), property);
}
