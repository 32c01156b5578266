using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Netcup.Tests;

public sealed class FileRefreshTokenStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("token")]
    [InlineData("token\n")]
    [InlineData("token \r\n\n")]
    public void White_space_at_the_end_is_not_part_of_the_token(string content) => Store(_folder.File("t", content)).Read().ShouldBe("token");

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("two words", "does not hold a refresh token")]
    [InlineData("tök", "does not hold a refresh token")]
    public void What_is_no_token_is_a_configuration_error_that_names_the_file_and_not_its_content(string content, string problem)
    {
        var file = _folder.File("t", content);
        var e = Should.Throw<FailoverIpException>(() => Store(file).Read());
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain(file);
        e.Message.ShouldContain(problem);
        e.Message.ShouldContain("failoverip login netcup");
        e.Message.ShouldNotContain("words");
    }

    [Fact]
    public void A_file_that_is_missing_a_directory_or_huge_is_a_configuration_error()
    {
        Should.Throw<FailoverIpException>(() => Store(_folder.File("missing")).Read()).Message.ShouldContain("it does not exist; run `failoverip login netcup`");
        Should.Throw<FailoverIpException>(() => Store(_folder.File("no/such/folder")).Read()).Message.ShouldContain("its directory does not exist");
        Should.Throw<FailoverIpException>(() => Store(_folder.Path).Read()).Kind.ShouldBe(FailoverErrorKind.Configuration);
        Should.Throw<FailoverIpException>(() => Store(_folder.File("huge", new string('x', 65 * 1024))).Read()).Message.ShouldContain("larger than 64 KiB");
        Should.Throw<FailoverIpException>(() => Store("/dev/zero").Read()).Message.ShouldContain("larger than 64 KiB");
    }

    [Fact]
    public void A_newer_token_of_somebody_else_is_not_overwritten()
    {
        var file = _folder.File("t", "used");
        var store = Store(file);
        store.Read().ShouldBe("used");
        _folder.File("t", "from-login");
        store.Replace("used", "rotated");
        store.Read().ShouldBe("from-login");
    }

    [Fact]
    public void A_token_that_cannot_be_written_is_used_from_memory_and_written_when_it_can_be()
    {
        var file = _folder.File("t", "first");
        var store = Store(file, (_, _) => throw new IOException("No space left on device"));
        store.Replace("first", "second");
        File.ReadAllText(file).ShouldBe("first");
        store.Read().ShouldBe("second");
        store.Replace("second", "third");
        store.Read().ShouldBe("third");

        _writes = RefreshTokenFile.Write;
        store.Read().ShouldBe("third");
        File.ReadAllText(file).ShouldBe("third\n");
    }

    [Fact]
    public void A_token_in_memory_gives_way_to_a_login()
    {
        var file = _folder.File("t", "first");
        var store = Store(file, (_, _) => throw new UnauthorizedAccessException());
        store.Replace("first", "second");
        _folder.File("t", "from-login");
        store.Read().ShouldBe("from-login");
        _folder.File("t", "first");
        store.Read().ShouldBe("first");
    }

    [Fact]
    public void A_symbolic_link_stays_one()
    {
        var file = _folder.File("real", "old");
        var link = _folder.File("link");
        File.CreateSymbolicLink(link, file);
        RefreshTokenFile.Write(link, "new");
        File.ReadAllText(file).ShouldBe("new\n");
        new FileInfo(link).LinkTarget.ShouldBe(file);
    }

    [Fact]
    public async Task The_lock_is_held_by_one_and_a_neighbour_that_does_not_let_go_does_not_hold_us_up_for_ever()
    {
        var time = new VirtualTimeProvider();
        var file = _folder.File("t", "x");
        var first = await Store(file).LockAsync(CancellationToken.None);
        first.ShouldNotBeNull();
        TemporaryFolder.ShouldBePrivate(file + ".lock");
        var waiting = new FileRefreshTokenStore(file, time, NullLogger.Instance).LockAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        (await time.AdvanceUntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(2))).ShouldBeTrue();
        using (await waiting)
            Should.Throw<IOException>(() => File.Open(file + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None));

        var next = new FileRefreshTokenStore(file, time, NullLogger.Instance).LockAsync(CancellationToken.None);
        first.Dispose();
        (await time.AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromSeconds(2))).ShouldBeTrue();
        (await next).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public async Task Without_a_directory_to_lock_in_a_neighbour_of_this_process_is_waited_for_all_the_same()
    {
        var time = new VirtualTimeProvider();
        var store = new FileRefreshTokenStore(_folder.File("no/such/folder"), time, NullLogger.Instance);
        var first = (await store.LockAsync(CancellationToken.None)).ShouldNotBeNull();
        var impatient = store.LockAsync(CancellationToken.None);
        impatient.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await impatient).ShouldBeNull();

        var next = store.LockAsync(CancellationToken.None);
        first.Dispose();
        (await next).ShouldNotBeNull().Dispose();
    }

    private Action<string, string> _writes = RefreshTokenFile.Write;

    private FileRefreshTokenStore Store(string file, Action<string, string>? write = null)
    {
        _writes = write ?? _writes;
        return new(file, TimeProvider.System, NullLogger.Instance) { Write = (path, token) => _writes(path, token) };
    }
}
