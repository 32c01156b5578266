using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>
/// The engine's one thread: one epoll set over the advert sockets, the interface notifications, one timer and one wake-up. It owns the processor and
/// every descriptor; other threads only signal it.
/// </summary>
internal sealed class LinuxLoop : IDisposable
{
    // So many packets are read from a socket before the timers have their turn: a flood must not delay our own adverts.
    private const int PacketsPerTurn = 64;
    private const int MaxPacket = 2048;

    private readonly VrrpProcessor _processor;
    private readonly Action<VrrpNotice> _onNotice;
    private readonly HashSet<string> _advertInterfaces;
    private readonly LinuxOutput _output;
    private readonly EventPoll _poll = new();
    private readonly MonotonicTimer _timer = new();
    private readonly WakeUp _wakeUp = new();
    private readonly InterfaceTable _interfaces;
    private volatile bool _stopping;

    /// <exception cref="VrrpException">A socket could not be opened.</exception>
    public LinuxLoop(IReadOnlyList<VirtualRouterOptions> routers, TimeProvider wallClock, Action<VrrpTransition> onTransition, Action<VrrpNotice> onNotice)
    {
        _onNotice = onNotice;
        _output = new(onNotice);
        _processor = new(routers, _output, wallClock, onTransition, onNotice);
        _advertInterfaces = _processor.AdvertInterfaces.ToHashSet(StringComparer.Ordinal);
        _interfaces = new(_processor.ChooseSource, OnInterface, OnInterfaceRemoved);
    }

    public IReadOnlyList<VirtualRouterStatus> GetStatus() => _processor.GetStatus();

    /// <summary>Asks the thread to stop; it ends after priority 0 is sent and the addresses are removed.</summary>
    public void Stop()
    {
        _stopping = true;
        _wakeUp.Signal();
    }

    /// <summary>Reads the interfaces and starts the routers; then <see cref="Run"/>.</summary>
    public void Start()
    {
        _poll.Add(_wakeUp.Number);
        _poll.Add(_timer.Number);
        _poll.Add(_interfaces.Number);
        _poll.Add(_output.Addresses.Number);
        while (_interfaces.IsReading && !_stopping)
            Turn();
        WarmUp.Run();
        _processor.Start(MonotonicTimer.Now);
    }

    /// <summary>Works until <see cref="Stop"/>.</summary>
    public void Run()
    {
        try
        {
            while (!_stopping)
            {
                _timer.Arm(_processor.NextDeadline);
                Turn();
                _processor.OnTime(MonotonicTimer.Now);
            }
        }
        finally
        {
            // Also after a failure: a role must not outlive the thread that holds it.
            _processor.Stop(MonotonicTimer.Now);
            _output.Addresses.ReadAnswers();
        }
    }

    public void Dispose()
    {
        _interfaces.Dispose();
        _output.Dispose();
        _timer.Dispose();
        _wakeUp.Dispose();
        _poll.Dispose();
    }

    // Packets come before timers: after a stall, what others have sent meanwhile is heard before this node acts on its own timers.
    private void Turn()
    {
        var count = _poll.Wait();
        for (var i = 0; i < count; i++)
        {
            var fd = _poll.Ready(i);
            if (fd == _timer.Number)
                _timer.Read();
            else if (fd == _wakeUp.Number)
                _wakeUp.Read();
            else if (fd == _interfaces.Number)
                _interfaces.Read();
            else if (fd == _output.Addresses.Number)
                _output.Addresses.ReadAnswers();
            else
                ReadAdverts(fd);
        }
    }

    private void ReadAdverts(int fd)
    {
        foreach (var socket in _output.Sockets)
        {
            if (socket.Number == fd)
            {
                ReadAdverts(socket);
                return;
            }
        }
    }

    private void ReadAdverts(AdvertSocket socket)
    {
        Span<byte> buffer = stackalloc byte[MaxPacket];
        for (var i = 0; i < PacketsPerTurn; i++)
        {
            var length = socket.Receive(buffer);
            if (length < 0)
                return;
            _processor.OnIPv4Packet(socket.InterfaceIndex, buffer[..length], MonotonicTimer.Now);
        }
    }

    private void OnInterface(InterfaceStatus status)
    {
        if (_advertInterfaces.Contains(status.Name))
        {
            try
            {
                if (_output.Open(status) is { } socket)
                    _poll.Add(socket.Number);
            }
            catch (VrrpException e)
            {
                // Without a socket the interface is as good as down; the next change of it tries again.
                _onNotice(new("", $"interface {status.Name}: {e.Message}"));
                status = status with { IsUp = false };
            }
        }
        _processor.OnInterface(status, MonotonicTimer.Now);
    }

    private void OnInterfaceRemoved(int interfaceIndex)
    {
        _output.Close(interfaceIndex);
        _processor.OnInterfaceRemoved(interfaceIndex, MonotonicTimer.Now);
    }
}
