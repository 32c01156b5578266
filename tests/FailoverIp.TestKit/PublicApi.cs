using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace FailoverIp.TestKit;

/// <summary>
/// Writes the public surface of an assembly as sorted text, one line a member, so that a change of it shows as a diff of one file.
/// </summary>
public static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Compares the surface of <paramref name="assembly"/> with <c>PublicApi.verified.txt</c> beside the calling test. With the environment
    /// variable <c>UPDATE_PUBLIC_API=1</c> the file is written instead.
    /// </summary>
    public static void ShouldMatchSnapshot(Assembly assembly, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, "PublicApi.verified.txt");
        var actual = Describe(assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
            File.WriteAllText(file, actual);

        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (!string.Equals(actual, expected, StringComparison.Ordinal))
        {
            var added = actual.Split('\n').Except(expected.Split('\n')).Select(l => "+ " + l);
            var gone = expected.Split('\n').Except(actual.Split('\n')).Select(l => "- " + l);
            Assert.Fail($"The public API of {assembly.GetName().Name} changed. Where that is meant, run the tests with UPDATE_PUBLIC_API=1 and commit the file.\n"
                + string.Join('\n', gone.Concat(added)));
        }
    }

    /// <summary>The surface as text.</summary>
    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(t => !IsGenerated(t)).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            var bases = Bases(type);
            if (bases.Length > 0)
                text.Append(" : ").AppendJoin(", ", bases);
            text.Append('\n');
            foreach (var line in type.GetMembers(Declared).Where(m => IsVisible(m) && !IsGenerated(m)).SelectMany(m => Member(m)).OrderBy(l => l, StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static string Kind(Type t) =>
        t.IsEnum ? "enum" : t.IsInterface ? "interface" : typeof(Delegate).IsAssignableFrom(t) ? "delegate" : t.IsValueType ? "struct"
        : t.IsAbstract && t.IsSealed ? "static class" : t.IsAbstract ? "abstract class" : t.IsSealed ? "sealed class" : "class";

    private static string[] Bases(Type t)
    {
        if (t.IsEnum)
            return [Name(Enum.GetUnderlyingType(t))];
        var interfaces = t.GetInterfaces().Where(i => i.IsPublic || i.IsNestedPublic).Select(Name).OrderBy(n => n, StringComparer.Ordinal);
        return t.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? [Name(b), .. interfaces] : [.. interfaces];
    }

    private static bool IsGenerated(MemberInfo m) =>
        m.IsDefined(typeof(CompilerGeneratedAttribute), false) && m is not MethodInfo || m.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsVisible(MemberInfo m) => m switch
    {
        MethodBase b => b.IsPublic || ((b.IsFamily || b.IsFamilyOrAssembly) && !b.DeclaringType!.IsSealed),
        FieldInfo f => f.IsPublic || ((f.IsFamily || f.IsFamilyOrAssembly) && !f.DeclaringType!.IsSealed),
        PropertyInfo p => p.GetAccessors(true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        _ => false,
    };

    private static IEnumerable<string> Member(MemberInfo m)
    {
        switch (m)
        {
            case FieldInfo { DeclaringType.IsEnum: true, IsStatic: true } f:
                yield return $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), null)}";
                break;
            case FieldInfo { IsSpecialName: false } f:
                yield return $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)} {f.Name}";
                break;
            case PropertyInfo p:
                var get = p.GetMethod is { } g && IsVisible(g) ? "get; " : "";
                var set = p.SetMethod is { } s && IsVisible(s)
                    ? s.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; " : "";
                var index = p.GetIndexParameters() is { Length: > 0 } i ? $"[{Parameters(i)}]" : "";
                yield return $"{(p.GetAccessors(true)[0].IsStatic ? "static " : "")}{Name(p.PropertyType)} {p.Name}{index} {{ {get}{set}}}";
                break;
            case ConstructorInfo { IsStatic: false } c:
                yield return $".ctor({Parameters(c.GetParameters())})";
                break;
            case MethodInfo method when !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal):
                var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
                yield return $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method.GetParameters())})";
                break;
            case EventInfo e:
                yield return $"event {Name(e.EventHandlerType!)} {e.Name}";
                break;
        }
    }

    private static string Parameters(ParameterInfo[] parameters) =>
        string.Join(", ", parameters.Select(p => $"{(p.IsOut ? "out " : p.IsIn ? "in " : p.ParameterType.IsByRef ? "ref " : "")}{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = …" : "")}"));

    private static string Name(Type t)
    {
        if (t.IsByRef)
            return Name(t.GetElementType()!);
        if (t.IsArray)
            return Name(t.GetElementType()!) + "[]";
        if (t.IsGenericParameter)
            return t.Name;
        var own = t.IsNested ? $"{Name(t.DeclaringType!)}.{t.Name}" : t.Namespace is { } ns && ns.StartsWith("FailoverIp", StringComparison.Ordinal) ? $"{ns}.{t.Name}" : t.Name;
        var tick = own.IndexOf('`', StringComparison.Ordinal);
        return t.IsGenericType && tick >= 0 ? $"{own[..tick]}<{string.Join(", ", t.GetGenericArguments().Select(Name))}>" : own;
    }
}
