using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FailoverIp.Simulation;

/// <summary>What a simulator answers, as a value, so that a fault can replace it on its way.</summary>
/// <param name="Status">The HTTP status.</param>
public sealed record SimulatedAnswer(int Status)
{
    /// <summary>The content type; null with an empty body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Further headers.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>An answer with text.</summary>
    public static SimulatedAnswer Text(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        new(status) { ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>An answer with JSON.</summary>
    public static SimulatedAnswer Json<T>(int status, T value, JsonTypeInfo<T> type) =>
        new(status) { ContentType = "application/json", Body = JsonSerializer.SerializeToUtf8Bytes(value, type) };

    /// <summary>The same with one more header.</summary>
    public SimulatedAnswer With(string header, string value) => this with { Headers = Headers.Add(new(header, value)) };

    /// <summary>The same with <c>Retry-After</c> in whole seconds, rounded up; unchanged where <paramref name="after"/> is null.</summary>
    public SimulatedAnswer WithRetryAfter(TimeSpan? after) =>
        after is { } wait ? With("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString("0")) : this;
}
