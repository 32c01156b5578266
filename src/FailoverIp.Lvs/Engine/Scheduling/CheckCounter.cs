namespace FailoverIp.Lvs;

/// <summary>
/// Decides which results of a check count. A success counts at once. A failure counts after the retries are used up; while nothing is known yet, or
/// the last word was a failure, there is nothing to protect and it counts at once (as keepalived 2.2.7).
/// </summary>
internal struct CheckCounter
{
    private int _failures;

    /// <summary>The last word that counts; null: there is none yet.</summary>
    public bool? Passed { get; private set; }

    /// <summary>True: failures are being repeated, and the next try comes after DelayBeforeRetry.</summary>
    public readonly bool IsRetrying => _failures > 0;

    /// <summary>A counter that begins with the word of another.</summary>
    public static CheckCounter From(bool? passed) => new() { Passed = passed };

    /// <summary>Takes in a result. Returns whether it counts.</summary>
    public bool Count(bool passed, int retry)
    {
        if (!passed && Passed == true && _failures < retry)
        {
            _failures++;
            return false;
        }
        _failures = 0;
        Passed = passed;
        return true;
    }
}
