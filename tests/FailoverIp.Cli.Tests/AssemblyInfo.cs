using System.Runtime.Versioning;

// Scripts, signals and file modes: these tests are about Unix.
[assembly: SupportedOSPlatform("linux")]
