using System.Text.Json;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

public abstract partial class HttpSimulator
{
    private void MapControl(SimulatorRoutes routes)
    {
        routes.MapControl("GET", "/_simulator/requests", _ => SimulatedAnswer.Json(200, Requests.ToList(), ControlJson.Default.IReadOnlyListRecordedRequest));
        routes.MapControl("GET", "/_simulator/faults", _ => SimulatedAnswer.Json(200, Faults.Pending, ControlJson.Default.IReadOnlyListFault));
        routes.MapControl("POST", "/_simulator/faults", AddFaults);
        routes.MapControl("DELETE", "/_simulator/faults", _ =>
        {
            Faults.Clear();
            return new(204);
        });
    }

    /// <summary>Takes one fault or an array of them; all are added, or none.</summary>
    private SimulatedAnswer AddFaults(SimulatedExchange exchange)
    {
        try
        {
            var one = exchange.Body.AsSpan().TrimStart() is ['{', ..];
            Faults.Add(one
                ? [JsonSerializer.Deserialize(exchange.Body, ControlJson.Default.Fault)!]
                : JsonSerializer.Deserialize(exchange.Body, ControlJson.Default.FaultArray) ?? []);
            return new(204);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return SimulatedAnswer.Text(400, problem.Message + "\n");
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<RecordedRequest>))]
[JsonSerializable(typeof(IReadOnlyList<Fault>))]
[JsonSerializable(typeof(Fault[]))]
internal sealed partial class ControlJson : JsonSerializerContext;
