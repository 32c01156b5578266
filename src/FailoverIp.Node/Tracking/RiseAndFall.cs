namespace FailoverIp.Node;

/// <summary>Counts successes and failures in a row: so many of them turn what counts.</summary>
internal struct RiseAndFall(int rise, int fall, bool? initially)
{
    private int _inARow;

    /// <summary>What counts; null before the first result, which decides alone.</summary>
    public bool? IsUp { get; private set; } = initially;

    /// <summary>Takes a result, and returns what counts from now on.</summary>
    public bool Add(bool success)
    {
        if (IsUp is null || IsUp == success)
        {
            _inARow = 0;
            IsUp = success;
        }
        else if (++_inARow >= (success ? rise : fall))
        {
            _inARow = 0;
            IsUp = success;
        }
        return IsUp.Value;
    }
}
