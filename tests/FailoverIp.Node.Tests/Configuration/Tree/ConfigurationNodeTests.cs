namespace FailoverIp.Node.Tests.Configuration.Tree;

/// <summary>Nodes that put their paths together when asked, with few children and with many.</summary>
public class ConfigurationNodeTests
{
    private static readonly NodeLocation Here = new("f", 1);

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Children_are_found_whatever_their_case_and_how_many_there_are(int count)
    {
        var node = new ConfigurationNode(NodeKind.Object, Here, "");
        for (var i = 0; i < count; i++)
            node.Text($"Key{i}", $"{i}", Here);
        node.Text("KEY1", "again", Here);

        node.Count.ShouldBe(count);
        node["key1"]!.Text.ShouldBe("again");
        node[$"key{count - 1}"]!.Text.ShouldBe($"{count - 1}");
        node["none"].ShouldBeNull();
        node.Children[1].Key.ShouldBe("Key1");
    }

    [Fact]
    public void A_path_is_that_of_the_place()
    {
        var root = new ConfigurationNode(NodeKind.Object, Here, "");
        var detached = ConfigurationNode.Detached(NodeKind.Object, Here);
        detached.Text("Weight", "1", Here);
        var list = root.Object("VirtualServers", Here).List("s", Here);
        list.Set(list.NextKey, detached);
        list.Set(list.NextKey, detached.Copy());

        (list.At(0)!["Weight"]!.Path, list.At(1)!["Weight"]!.Path).ShouldBe(("VirtualServers.s.0.Weight", "VirtualServers.s.1.Weight"));
        list.At(2).ShouldBeNull();
    }
}
