namespace FailoverIp.Node;

/// <summary>A failover address: where its provider has it, and what this node does about it.</summary>
internal static class AddressCard
{
    public static string Of(string id, AddressStatus a)
    {
        var html = new Html();
        html.Add($"<article id=\"{id}\" class=\"card\" data-name=\"{a.Name}\" data-state=\"{a.State.ToString()}\"><header><h3>{a.Name}</h3>{PageWords.Pill(a.State.ToString(), PageWords.Tone(a.State))}</header>");
        html.Add($"<p class=\"address\"><code>{a.Address}</code></p>{PageWords.Wrong(a.LastError)}");
        html.Add($"<dl>{PageWords.Pair("Provider", a.Provider)}{PageWords.Pair("Owner", a.Owner ?? (a.LastVerified is null ? "not read yet" : "nobody"))}{PageWords.Pair("Target here", a.Target)}");
        html.Add($"{PageWords.Pair("Verified", a.LastVerified is { } at ? PageWords.Time(at) : new Html().Add($"never"))}</dl></article>");
        return html.ToString();
    }
}
