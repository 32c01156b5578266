using System.IO.Pipes;
using FailoverIp.Cli.Output;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Output;

public class LineOutputTests
{
    [Fact]
    public void A_line_is_out_at_once_and_a_reader_that_has_gone_is_noticed()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        using var writer = new AnonymousPipeClientStream(PipeDirection.Out, reader.GetClientHandleAsString());
        var output = new LineOutput((int)writer.SafePipeHandle.DangerousGetHandle());

        output.TryWriteLine("→ one").ShouldBeTrue();
        var bytes = new byte["→ one\n"u8.Length];
        reader.ReadExactly(bytes);
        bytes.ShouldBe("→ one\n"u8.ToArray());

        reader.Dispose();
        // A process that another test begins at this moment has it open, too, until it has become the program that it is to be.
        SpinWait.SpinUntil(() => !output.TryWriteLine("two"), TimeSpan.FromSeconds(20)).ShouldBeTrue();
    }

    [Fact]
    public void Others_who_write_to_the_same_file_go_on_after_it()
    {
        using var directory = new TemporaryDirectory();
        using (var file = File.OpenHandle(directory["log"], FileMode.Create, FileAccess.Write))
        {
            var descriptor = (int)file.DangerousGetHandle();
            new LineOutput(descriptor).TryWriteLine("one").ShouldBeTrue();
            new LineOutput(descriptor).TryWriteLine("two").ShouldBeTrue();
        }
        File.ReadAllText(directory["log"]).ShouldBe("one\ntwo\n");
    }
}
