using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FailoverIp.Simulation;

public abstract partial class HttpSimulator
{
    private const int MaxBodySize = 64 * 1024;

    /// <summary>What the provider answers to a path that it does not serve.</summary>
    protected virtual SimulatedAnswer UnknownPath(SimulatedExchange exchange) => SimulatedAnswer.Text(404, "Not found.\n");

    /// <summary>What the provider answers to a method that a path does not take.</summary>
    protected virtual SimulatedAnswer WrongMethod(SimulatedExchange exchange) => SimulatedAnswer.Text(405, "Method not allowed.\n");

    /// <summary>What the provider answers to <see cref="FaultKind.RateLimit"/>.</summary>
    protected virtual SimulatedAnswer RateLimited(TimeSpan? retryAfter) => SimulatedAnswer.Text(429, "Too many requests.\n").WithRetryAfter(retryAfter);

    /// <summary>What the provider answers to <see cref="FaultKind.Unauthorized"/>.</summary>
    protected virtual SimulatedAnswer Unauthorized() => SimulatedAnswer.Text(401, "Unauthorized.\n").With("WWW-Authenticate", "Bearer");

    /// <summary>The body as the log may show it: every secret in it replaced by <c>***</c>.</summary>
    protected abstract string Redact(string path, string body);

    private async Task AnswerAsync(HttpContext http, CancellationToken ended)
    {
        try
        {
            if (await ReadBodyAsync(http).ConfigureAwait(false) is not { } body)
            {
                http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }
            var endpoint = http.GetEndpoint();
            var route = endpoint?.Metadata.GetMetadata<SimulatorRoute>() ?? Unserved(endpoint is null ? UnknownPath : WrongMethod);
            var request = Record(http, route, body);
            var exchange = new SimulatedExchange(http, body, request, Faults);
            if (route.Control)
                await WriteAsync(http, Run(route, exchange), null).ConfigureAwait(false);
            else
                await AnswerAsync(http, route, exchange, Faults.Take(request), ended).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client left, or the server goes down.
            http.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext http, SimulatorRoute route, SimulatedExchange exchange, FaultStrike strike, CancellationToken ended)
    {
        exchange.Request.Faults = strike.Kinds;
        if (strike.Latency > TimeSpan.Zero)
            await Task.Delay(strike.Latency, TimeProvider, ended).ConfigureAwait(false);

        var fault = strike.Answer;
        var answer = fault?.Kind switch
        {
            FaultKind.Reset => null,
            FaultKind.Status => Struck(fault),
            FaultKind.RateLimit => RateLimited(fault.RetryAfter),
            FaultKind.Unauthorized => Unauthorized(),
            _ => Run(route, exchange),
        };
        if (fault?.Kind == FaultKind.SlowAnswer)
            await Task.Delay(fault.Delay!.Value, TimeProvider, ended).ConfigureAwait(false);

        if (answer is null || fault?.Kind == FaultKind.LostAnswer)
        {
            Requests.End(exchange.Request, null);
            http.Abort();
            return;
        }
        answer = Faults.Spoil(answer, fault);
        Requests.End(exchange.Request, answer.Status);
        await WriteAsync(http, answer, fault).ConfigureAwait(false);
    }

    private RecordedRequest Record(HttpContext http, SimulatorRoute route, string body)
    {
        var (operation, action) = route.Classify(body);
        RecordedRequest Create(long number) => new()
        {
            Number = number,
            At = TimeProvider.GetUtcNow(),
            Method = http.Request.Method,
            Path = http.Request.Path + http.Request.QueryString,
            Action = action,
            Operation = operation,
            Body = body.Length == 0 ? "" : Redact(http.Request.Path, body),
        };
        return route.Control ? Create(0) : Requests.Add(Create);
    }

    // A defect of a simulator must not look like a fault of the plan: it says what it is.
    private static SimulatedAnswer Run(SimulatorRoute route, SimulatedExchange exchange)
    {
        try
        {
            return route.Answer(exchange);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return SimulatedAnswer.Text(500, $"The simulator failed: {e.GetType().Name}: {e.Message}\n");
        }
    }

    private static SimulatorRoute Unserved(Func<SimulatedExchange, SimulatedAnswer> answer) => new(_ => (SimulatedOperation.Other, null), answer, Control: false);

    private static SimulatedAnswer Struck(Fault fault)
    {
        var answer = fault.Body is { } body ? SimulatedAnswer.Text(fault.Status!.Value, body, fault.ContentType ?? "text/plain; charset=utf-8") : new(fault.Status!.Value);
        return answer.WithRetryAfter(fault.RetryAfter);
    }

    private static async Task<string?> ReadBodyAsync(HttpContext http)
    {
        try
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            return await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext http, SimulatedAnswer answer, Fault? fault)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);
        if (answer.ContentType is { } type)
            response.ContentType = type;
        switch (fault?.Kind)
        {
            case FaultKind.Huge:
                await WriteBlanksAsync(response, fault.Bytes ?? Fault.HugeBytes, http.RequestAborted).ConfigureAwait(false);
                break;
            case FaultKind.Truncated:
                response.ContentLength = answer.Body.Length + 1;
                await response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], http.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
                http.Abort();
                break;
            default:
                if (answer.Status is not (204 or 304))
                    response.ContentLength = answer.Body.Length;
                if (!answer.Body.IsEmpty)
                    await response.Body.WriteAsync(answer.Body, http.RequestAborted).ConfigureAwait(false);
                break;
        }
    }

    // Blanks are valid before any JSON or XML: a reader that waits for the end of the body never finds a reason to stop.
    private static async Task WriteBlanksAsync(HttpResponse response, long bytes, CancellationToken aborted)
    {
        var blanks = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            blanks.AsSpan().Fill((byte)' ');
            for (var left = bytes; left > 0; left -= blanks.Length)
                await response.Body.WriteAsync(blanks.AsMemory(0, (int)Math.Min(left, blanks.Length)), aborted).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(blanks);
        }
    }
}
