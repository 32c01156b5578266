using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Netcup.Tests;

public class SoapRequestTests
{
    private static readonly XNamespace Envelope = SoapRequest.EnvelopeNamespace;
    private static readonly XNamespace Service = SoapRequest.ServiceNamespace;

    [Fact]
    public void The_operation_is_qualified_and_its_parameters_are_not()
    {
        var root = Read(SoapRequest.Write("changeIPRouting", ("loginName", "12345"), ("routedIP", "203.0.113.10")));
        root.Name.ShouldBe(Envelope + "Envelope");
        var operation = root.Elements().Single().Elements().Single();
        operation.Parent!.Name.ShouldBe(Envelope + "Body");
        operation.Name.ShouldBe(Service + "changeIPRouting");
        operation.Elements().Select(e => (e.Name, e.Value)).ShouldBe([("loginName", "12345"), ("routedIP", "203.0.113.10")]);
    }

    [Fact]
    public void Every_text_survives_as_one_value_or_is_refused_without_being_shown()
    {
        var texts = ArbMap.Default.ArbFor<string>().Filter(t => t is not null);
        Prop.ForAll(texts, t =>
        {
            if (!SoapRequest.CanCarry(t))
            {
                var e = Should.Throw<FailoverIpException>(() => SoapRequest.Write("getVServers", ("password", t)));
                return e.Kind == FailoverErrorKind.Configuration && e.InnerException is null && e.Message == "password holds a character that XML cannot carry";
            }
            var operation = Read(SoapRequest.Write("getVServers", ("loginName", "a"), ("password", t), ("vserverName", "b"))).Elements().Single().Elements().Single();
            return operation.Elements().Select(e => e.Value).SequenceEqual(["a", t, "b"]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("</password><vserverName>x</vserverName><password>")]
    [InlineData("]]>&amp;&#0;<!-- -->")]
    [InlineData("a\rb\r\nc\nd\te")]
    [InlineData("  kept  ")]
    [InlineData("pä§§wörd €\U0001F511")]
    public void Nothing_in_a_password_becomes_markup(string password) =>
        Read(SoapRequest.Write("getVServers", ("password", password))).Descendants("password").Single().Value.ShouldBe(password);

    [Theory]
    [InlineData("\0")]
    [InlineData("\u0001")]
    [InlineData("\uFFFE")]
    public void What_XML_cannot_carry_is_told_apart(string text) => SoapRequest.CanCarry("ok" + text).ShouldBeFalse();

    [Fact]
    public void Half_a_surrogate_pair_is_no_character()
    {
        SoapRequest.CanCarry("\U0001F511").ShouldBeTrue();
        SoapRequest.CanCarry("\uD83D").ShouldBeFalse();
        SoapRequest.CanCarry("\uDD11\uD83D").ShouldBeFalse();
        SoapRequest.CanCarry("\uD83Dx").ShouldBeFalse();
    }

    private static XElement Read(byte[] envelope)
    {
        using var reader = XmlReader.Create(new MemoryStream(envelope));
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
