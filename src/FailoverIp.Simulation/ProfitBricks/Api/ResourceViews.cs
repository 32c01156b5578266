using System.Globalization;
using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

/// <summary>
/// Writes resources as the API does. Depth 0 of an element is the element itself, of a collection the references to its elements; each further
/// step tells one level more.
/// </summary>
/// <param name="api">The address of the API.</param>
/// <param name="cloud">The world.</param>
internal sealed partial class ResourceViews(Uri api, ProfitBricksCloud cloud)
{
    public string Href(string path) => new Uri(api, path).AbsoluteUri;

    public JsonObject Element(ResourceView resource, int depth)
    {
        var element = Reference(resource);
        element["metadata"] = resource.Metadata?.Invoke() ?? Metadata(resource);
        element["properties"] = resource.Properties();
        if (depth > 0 && resource.Entities.Count > 0)
            element["entities"] = new JsonObject(resource.Entities.Select(e => KeyValuePair.Create(e.Name, (JsonNode?)Collection(e.Path, e.Items(), depth - 1))));
        return element;
    }

    public JsonObject Page(string path, IReadOnlyList<ResourceView> all, int depth, int offset, int limit)
    {
        var page = Collection(path, [.. all.Skip(offset).Take(limit)], depth);
        page["offset"] = offset;
        page["limit"] = limit;
        var links = new JsonObject();
        if (offset > 0)
            links["prev"] = Link(Math.Max(0, offset - limit));
        links["self"] = Link(offset);
        if (offset + limit < all.Count)
            links["next"] = Link(offset + limit);
        page["_links"] = links;
        return page;

        string Link(int at) => $"{Href(path)}?offset={at}&limit={limit}";
    }

    /// <summary>A moment as the API writes it.</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public JsonObject Reference(ResourceView resource) => Reference(resource.Type, resource.Id, resource.Path);

    public JsonObject Reference(string type, string id, string path) => new() { ["id"] = id, ["type"] = type, ["href"] = Href(path) };

    private JsonObject Collection(string path, IReadOnlyList<ResourceView> items, int depth)
    {
        var collection = Reference("collection", path, path);
        collection["items"] = new JsonArray([.. items.Select(i => depth > 0 ? Element(i, depth - 1) : Reference(i))]);
        return collection;
    }

    private JsonObject Metadata(ResourceView resource)
    {
        var user = cloud.State.User;
        return new()
        {
            ["etag"] = resource.ETag,
            ["createdDate"] = Date(cloud.StartedAt),
            ["createdBy"] = user.UserName,
            ["createdByUserId"] = user.Id,
            ["lastModifiedDate"] = Date(cloud.ModifiedAt(resource.Path)),
            ["lastModifiedBy"] = user.UserName,
            ["lastModifiedByUserId"] = user.Id,
            ["state"] = cloud.IsBusy(resource.Path) ? "BUSY" : "AVAILABLE",
        };
    }
}
