namespace FailoverIp.Node;

/// <summary>The checks of a real server, each a block of its own.</summary>
internal static class CheckBlocks
{
    public static void AddTo(ConfBlock block, ConfContext context, ConfScripts scripts, Func<ConfRealServer> server)
    {
        new HttpCheckWords(context, server).AddTo(block);
        new SmtpCheckWords(context, server).AddTo(block);
        new DnsCheckWords(context, server).AddTo(block);
        new UdpCheckWords(context, server).AddTo(block);
        new MiscCheckWords(context, scripts, server).AddTo(block);
        new FileCheckWords(context, server).AddTo(block);
        new BfdCheckWords(context).AddTo(block);
        Plain("TCP_CHECK", "Tcp");
        Plain("PING_CHECK", "Ping");

        void Plain(string word, string type)
        {
            var words = new CheckWords(context, server);
            block.Add(word, line => words.Begin(type, line), words.Block);
        }
    }
}
