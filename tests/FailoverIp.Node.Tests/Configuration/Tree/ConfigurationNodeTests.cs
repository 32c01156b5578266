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

    [Fact]
    public void What_is_taken_is_in_each_place_that_takes_it()
    {
        var root = new ConfigurationNode(NodeKind.Object, Here, "");
        var keys = ConfigurationNode.Detached(NodeKind.Object, Here);
        keys.Text("Retry", "3", Here);
        keys.List("Words", Here).Add("a", Here);
        var (one, two) = (root.Object("One", Here), root.Object("Two", Here));
        one.Take(keys);
        two.Take(keys);

        foreach (var place in (ConfigurationNode[])[one, two])
        {
            place["Retry"]!.Path.ShouldBe($"{place.Path}.Retry");
            place["Words"]!.At(0)!.Path.ShouldBe($"{place.Path}.Words.0");
            (place["Retry"]!.Text, place["Words"]!.At(0)!.Text).ShouldBe(("3", "a"));
        }
    }
}
