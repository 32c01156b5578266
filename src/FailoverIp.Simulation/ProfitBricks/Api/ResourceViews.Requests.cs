using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

internal sealed partial class ResourceViews
{
    public ResourceView Request(ProfitBricksRequest request) => new("request", request.Id, $"requests/{request.Id}")
    {
        ETag = ETag(request),
        Metadata = () => new()
        {
            ["createdDate"] = Date(request.CreatedAt),
            ["createdBy"] = cloud.State.User.UserName,
            ["etag"] = ETag(request),
            ["requestStatus"] = Status(request),
        },
        Properties = () => new()
        {
            ["method"] = request.Method,
            ["headers"] = new JsonObject { ["content-type"] = "application/json" },
            ["body"] = request.Body,
            ["url"] = request.Url,
        },
    };

    public JsonObject Status(ProfitBricksRequest request)
    {
        var (path, status) = ($"requests/{request.Id}/status", Word(request.Status));
        var document = Reference("request-status", path, path);
        document["metadata"] = new JsonObject
        {
            ["status"] = status,
            ["message"] = request.Message,
            ["etag"] = ETag(request),
            ["targets"] = new JsonArray(new JsonObject { ["target"] = Reference(request.Target.Type, request.Target.Id, request.Target.Path), ["status"] = status }),
        };
        return document;
    }

    public static string Word(ProfitBricksRequestStatus status) => status.ToString().ToUpperInvariant();

    public static string ETag(ProfitBricksRequest request) => ResourceView.Hash($"{request.Id} {request.Status}");
}
