namespace FailoverIp.Lvs;

/// <summary>An option of a check makes no sense.</summary>
internal static class BadOption
{
    /// <summary>The exception for it. <paramref name="message"/> begins with the name of the option, as the user wrote it.</summary>
    public static ArgumentException Of(string message, Exception? innerException = null) =>
#pragma warning disable MA0015 // Not a parameter of a method is wrong but an option: its name is in the message.
        new(message, innerException);
#pragma warning restore MA0015
}
