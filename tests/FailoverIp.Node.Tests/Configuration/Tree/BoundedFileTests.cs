using System.Security.Cryptography;

namespace FailoverIp.Node.Tests.Configuration.Tree;

public class BoundedFileTests
{
    private const int Most = 300_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(Most - 1)]
    [InlineData(Most)]
    public void A_file_is_read_whole(int length)
    {
        using var folder = new TempFolder();
        var bytes = RandomNumberGenerator.GetBytes(length);
        File.WriteAllBytes(folder["f"], bytes);

        Read(folder["f"]).ShouldBe(bytes);
    }

    [Theory]
    [InlineData(Most + 1)]
    [InlineData(Most * 10)]
    public void One_that_is_too_large_is_not(int length)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["f"], new byte[length]);

        Read(folder["f"]).ShouldBeNull();
    }

    [Fact]
    public void One_that_does_not_tell_its_length_is_read_whole()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var maps = Read("/proc/self/maps")!;

        new FileInfo("/proc/self/maps").Length.ShouldBe(0);
        maps.Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void One_without_an_end_is_too_large() => (OperatingSystem.IsWindows() ? null : Read("/dev/zero")).ShouldBeNull();

    private static byte[]? Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return BoundedFile.Read(file, Most);
    }
}
