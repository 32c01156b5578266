using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private ResourceViews Views => new(ApiAddress, Cloud);

    private static SimulatedAnswer Error(ApiProblem problem) => Answer(problem.Status, pretty: true, new JsonObject
    {
        ["httpStatus"] = problem.Status,
        ["messages"] = new JsonArray(new JsonObject { ["errorCode"] = problem.Code, ["message"] = problem.Message }),
    });

    /// <summary>A resource; with its ETag where the request does not say how deep.</summary>
    private SimulatedAnswer Show(ApiCall call, ResourceView resource)
    {
        var answer = Answer(200, call.Pretty, Views.Element(resource, call.Depth));
        return call.HasDepth ? answer : answer.With("ETag", $"\"{resource.ETag}\"");
    }

    /// <summary>A page of a list.</summary>
    private SimulatedAnswer List(ApiCall call, string path, IReadOnlyList<ResourceView> all, int defaultLimit = 100, int maxLimit = 1000) =>
        call.Limit > maxLimit
            ? Error(new(422, "422", $"Query parameter 'limit' must be a number from 1 to {maxLimit}."))
            : Answer(200, call.Pretty, Views.Page(path, all, call.Depth, call.Offset, call.Limit ?? defaultLimit));

    /// <summary>Accepts a write, or refuses it.</summary>
    /// <param name="call">The request.</param>
    /// <param name="queue">The path of what is changed by one write at a time.</param>
    /// <param name="target">The resource.</param>
    /// <param name="change">What the write does.</param>
    /// <param name="show">The resource as it will be; null where the answer has no body.</param>
    private SimulatedAnswer Accept(ApiCall call, string queue, ProfitBricksTarget target, Func<ProfitBricksState, Verdict> change, Func<ProfitBricksState, ResourceView>? show)
    {
        var recorded = call.Exchange.Request;
        var write = new ProfitBricksWrite(recorded.Method, new Uri(BaseAddress, recorded.Path).AbsoluteUri, call.Exchange.Body, call.Contract, queue, target, change);
        var (request, planned) = Cloud.Accept(write, call.Exchange.TakeTaskFault);
        if (request is null)
            return Error(planned.Problem!);
        var answer = show is null ? new(202) : Answer(202, call.Pretty, Views.Element(show(planned.State!), call.Depth));
        return answer.With("Location", Views.Href($"requests/{request.Id}/status"));
    }

    private static SimulatedAnswer Answer(int status, bool pretty, JsonObject body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // As the service writes it: quotes and letters as they are.
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = pretty, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            body.WriteTo(writer);
        return new(status) { ContentType = "application/json", Body = buffer.WrittenMemory };
    }
}
