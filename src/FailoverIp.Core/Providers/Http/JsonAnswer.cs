using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FailoverIp;

internal static class JsonAnswer
{
    /// <summary>Reads an answer's body.</summary>
    /// <exception cref="FailoverIpException">It is not JSON, or not what is expected (<see cref="FailoverErrorKind.Unavailable"/>). The text itself is not repeated: it may hold tokens.</exception>
    public static T Read<T>(this HttpAnswer answer, JsonTypeInfo<T> type, string who)
        where T : class
    {
        if (!answer.IsJson)
            throw Unreadable(answer, who, answer.MediaType.Length == 0 ? "no content type" : $"the type {OneLine.Of(answer.MediaType)}");
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw Unreadable(answer, who, "null");
        }
        catch (JsonException e)
        {
            throw Unreadable(answer, who, $"JSON that cannot be read (line {e.LineNumber + 1})");
        }
    }

    /// <summary>Reads an answer's body, or null where it is not what is expected.</summary>
    public static T? TryRead<T>(this HttpAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return answer.IsJson ? JsonSerializer.Deserialize(answer.Body.Span, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FailoverIpException Unreadable(HttpAnswer answer, string who, string what) =>
        new(FailoverErrorKind.Unavailable, $"{who} answered {(int)answer.Status} with {what} instead of the expected JSON; is the address right?");
}
