namespace FailoverIp.Lvs;

/// <summary>The digest of a page, and what it was computed from.</summary>
/// <param name="Digest">The MD5 digest of the body, 32 lower-case hexadecimal digits: what <see cref="HttpCheckUrl.Digest"/> compares.</param>
/// <param name="Status">The status of the answer. A check accepts 200 to 299 where it is told nothing else, with a digest as well.</param>
/// <param name="Header">The header of the answer, in Latin-1.</param>
/// <param name="BodyLength">The bytes of the body.</param>
/// <param name="Elapsed">From the beginning to the end of the answer.</param>
public sealed record PageDigest(string Digest, int Status, string Header, long BodyLength, TimeSpan Elapsed);
