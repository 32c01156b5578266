namespace FailoverIp.Node;

/// <summary>Secrets that are given as <c>X</c> or as <c>XFile</c>. Names their files in problems, never what is in them.</summary>
internal sealed class SecretReader(ProblemList problems, string? baseFolder, bool checkFiles, Dictionary<string, string> absolutePaths)
{
    // Each is told of once, however many secrets are in it.
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);

    /// <summary>
    /// The secret <paramref name="name"/> of <paramref name="owner"/>, which has to have it in one of the two ways; null where it could not be
    /// read, or was not to be.
    /// </summary>
    public string? Read(ConfigurationNode owner, string name)
    {
        var value = owner[name];
        var file = owner[name + "File"];
        if (value is not null && file is not null)
        {
            problems.Add(file.Location, $"{owner.Path}: {name} and {name}File are both given; one of them is enough", file.Path);
            return null;
        }
        if (value is not null)
        {
            // What comes from no file has no line.
            if (value.Location.Line > 0 && IsOpen(value.Location.Source))
                problems.Add(value.Location, $"{name} stands in a file that everybody on this machine may read (chmod 0640)", value.Path, isWarning: true);
            return value.Text is { Length: > 0 } text ? text : null;
        }
        if (file is null)
        {
            problems.Add(owner.Location, $"{owner.Path}: {name} or {name}File is missing", owner.ChildPath(name));
            return null;
        }
        return problems.HasErrorAt(file) || file.Text is null ? null : ReadFile(file, file.Text);
    }

    /// <summary>The same where it need not be there: null as well where it is not.</summary>
    public string? ReadOptional(ConfigurationNode owner, string name) => owner[name] is null && owner[name + "File"] is null ? null : Read(owner, name);

    /// <summary>A path as the process can open it. One that had to be changed is noted, for those who read the configuration themselves.</summary>
    public string Resolve(ConfigurationNode node, string path)
    {
        if (baseFolder is null || Path.IsPathRooted(path))
            return path;
        var absolute = Path.GetFullPath(path, baseFolder);
        absolutePaths[$"{NodeConfiguration.SectionName}:{node.Path.Replace('.', ':')}"] = absolute;
        return absolute;
    }

    private string? ReadFile(ConfigurationNode node, string name)
    {
        var path = Resolve(node, name);
        if (!checkFiles)
            return null;
        var secret = ConfigurationFile.TryReadSecret(path, out var problem);
        if (secret is null)
            problems.Add(node, $"{SchemaChecker.Shown(path)} {problem}");
        else if (IsOpen(path))
            problems.Add(node, $"everybody on this machine may read {SchemaChecker.Shown(path)} (chmod 0640)", isWarning: true);
        return secret;
    }

    private bool IsOpen(string path) => checkFiles && _looked.Add(path) && FileReaders.IncludeEverybody(path);
}
