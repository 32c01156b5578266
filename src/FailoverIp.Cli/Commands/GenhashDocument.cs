namespace FailoverIp.Cli.Commands;

/// <summary>What <c>genhash --json</c> prints.</summary>
/// <param name="Url">The page.</param>
/// <param name="Digest">Its MD5 digest.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="BodyLength">The bytes of the page.</param>
/// <param name="ElapsedMs">How long it took.</param>
internal sealed record GenhashDocument(string Url, string Digest, int Status, long BodyLength, long ElapsedMs);
