namespace FailoverIp.Lvs.Http;

/// <summary>Somebody who wants to see the answer as it comes.</summary>
internal interface IHttpWitness
{
    /// <summary>The whole header, with the empty line.</summary>
    void OnHeader(ReadOnlySpan<byte> header);
}
