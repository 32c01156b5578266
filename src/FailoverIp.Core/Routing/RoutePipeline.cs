using Polly;
using Polly.Retry;

namespace FailoverIp;

/// <summary>The rounds of one attempt, as a Polly pipeline: built once for a route, told about each call through its context.</summary>
internal sealed class RoutePipeline(RouteRetry retry, TimeProvider clock)
{
    private static readonly ResiliencePropertyKey<RouteAttempt> Attempt = new("FailoverIp.RouteAttempt");

    private readonly ResiliencePipeline<RouteReading> _pipeline = new ResiliencePipelineBuilder<RouteReading> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<RouteReading>
        {
            // How often is the attempt's own decision: not every round counts.
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Constant,
            Delay = retry.Delay,
            UseJitter = true,
            ShouldHandle = static args => new(args.Outcome.Exception is FailoverIpException failure && Of(args.Context).MayTryAgain(failure)),
            DelayGenerator = static args => new(Of(args.Context).PauseAfter((FailoverIpException)args.Outcome.Exception!)),
        })
        .Build();

    /// <summary>Runs rounds until one shows the target as owner, or the attempt may not try again.</summary>
    public async Task<RouteReading> RunAsync(RouteAttempt attempt, CancellationToken token)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, token);
        try
        {
            context.Properties.Set(Attempt, attempt);
            return await _pipeline.ExecuteAsync(static (context, attempt) => new ValueTask<RouteReading>(attempt.RoundAsync(context.CancellationToken)), context, attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static RouteAttempt Of(ResilienceContext context) => context.Properties.GetValue(Attempt, null!);
}
