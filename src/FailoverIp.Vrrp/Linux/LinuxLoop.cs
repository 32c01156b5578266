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
    // So many packets are read, over all sockets, before the timers have their turn: a flood must not delay our own adverts.
    private const int PacketsPerTurn = 128;

    // Where this thread is late, everything that waits is heard before a timer is acted upon: it may be the advert that the timer missed.
    private const int PacketsPerLateTurn = 8192;
    private const int RoundsPerTurn = 64;
    private const long Late = 1_000_000;
    private const long SocketRetry = 1_000_000_000;
    private const long LongestStop = 1_000_000_000;

    private readonly VrrpProcessor _processor;
    private readonly Action<VrrpNotice> _onNotice;
    private readonly EngineCommands _commands;
    private readonly PauseDetector _pauses = new();
    private readonly LinuxOutput _output;
    private readonly AdvertReceiver _receiver = new();
    private readonly EventPoll _poll = new();
    private readonly MonotonicTimer _timer = new();
    private readonly WakeUp _wakeUp = new();
    private readonly InterfaceTable _interfaces;
    private readonly HashSet<int> _sendingAgain = []; // worked off between the processor's steps: what is sent is flushed in the midst of them
    private RouteWatch? _routes;
    private uint _routeGroups;
    private int _budget; // packets that may still be read in this turn
    private long _retrySockets = long.MaxValue;
    private volatile bool _stopping;

    /// <exception cref="VrrpException">A socket could not be opened.</exception>
    public LinuxLoop(VrrpEngineOptions options, EngineCommands commands, TimeProvider wallClock, Action<VrrpTransition> onTransition, Action<VrrpNotice> onNotice)
    {
        _onNotice = onNotice;
        _commands = commands;
        _output = new(options.StatePath, onNotice, socket => _poll.Add(socket.Number), index => _sendingAgain.Add(index));
        _processor = new(options, _output, wallClock, onTransition, onNotice);
        try
        {
            LinkDemand.Check(options, _output.Links.IsSupported);
            _output.OnNotRemoved = (subject, index, reason) => _processor.OnNotRemoved(subject, index, reason, MonotonicTimer.Now);
            _output.OnCleaned = _processor.TellLeft;
            _output.NoteState(options.StatePath, options.Routers); // where another engine is at work by this name, it is not touched
            _output.Demand(options.Routers);
            _output.OnRefused = (subject, reason, isOccupied) => _processor.OnRefused(subject, reason, MonotonicTimer.Now, isOccupied);
            _output.OnRequestsLost = () => _processor.OnNotificationsLost(MonotonicTimer.Now);
            _interfaces = new(new InterfaceEvents(this));
            var groups = RouteWatch.GroupsFor(options.Routers);
            Watch(OpenWatch(groups), groups);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="VrrpProcessor.OnIncident"/>
    public Action<VrrpIncident>? OnIncident { init => _processor.OnIncident = value; }

    public IReadOnlyList<VirtualRouterStatus> GetStatus() => _processor.GetStatus();

    public VrrpCounters GetCounters() => _processor.GetCounters();

    /// <summary>Asks the thread to stop; it ends after priority 0 is sent and the addresses are removed.</summary>
    public void Stop()
    {
        _stopping = true;
        _wakeUp.Signal();
    }

    /// <summary>Tells the thread that there are <see cref="EngineCommands"/>.</summary>
    public void Wake() => _wakeUp.Signal();

    /// <summary>Reads the interfaces, starts the routers, reports it, and works until <see cref="Stop"/>.</summary>
    public void Run(Action started)
    {
        _poll.Add(_wakeUp.Number);
        _poll.Add(_timer.Number);
        _poll.Add(_interfaces.Number);
        _poll.Add(_output.Kernel.Number);
        if (_routes is not null)
            _poll.Add(_routes.Number);
        while (_interfaces.IsReading && !_stopping)
            Turn();
        Rehearse();
        while (_interfaces.Read())
        {
            // Those that were made meanwhile, and those that they replace: a router that begins on what is gone would be in Fault, and its group with it.
        }
        try
        {
            DoCommands();
            if (!_stopping)
                _processor.Start(MonotonicTimer.Now, MonotonicTimer.BootTime);
            started();
            while (!_stopping)
            {
                _output.FlushAdverts();
                _output.Kernel.ReportRefusals();
                _processor.TellLeft();
                SendAgain();
                if (_processor.HasChannelProblems)
                    _retrySockets = Math.Min(_retrySockets, MonotonicTimer.Now + SocketRetry);
                _timer.Arm(_pauses.Wait(Math.Min(_processor.NextDeadline, _retrySockets), MonotonicTimer.Now));
                Turn();
                if (_stopping)
                    break;
                LookForPause();
                OnTime(MonotonicTimer.Now);
            }
        }
        finally
        {
            // Also after a failure: a role must not outlive the thread that holds it.
            _processor.Stop(MonotonicTimer.Now);
            _output.FlushAdverts();
            _output.Kernel.ReadAnswers();
            RemoveTheRest();
        }
    }

    public void Dispose()
    {
        _interfaces?.Dispose(); // none where the constructor has failed
        _routes?.Dispose();
        _output.Dispose();
        _timer.Dispose();
        _wakeUp.Dispose();
        _poll.Dispose();
    }

    // What the kernel does not remove even then stands in the state file, for whoever comes next.
    private void RemoveTheRest()
    {
        for (var end = MonotonicTimer.Now + LongestStop; _processor.HasRemovals && MonotonicTimer.Now < end;)
        {
            _timer.Arm(Math.Min(_processor.NextDeadline, end));
            Turn();
            OnTime(MonotonicTimer.Now);
            _output.Kernel.ReadAnswers();
        }
        _processor.TellLeft();
    }

    // A takeover begins with the timer: it fires here for the first time. What follows it runs once to nowhere, beside us: a start does not wait for that.
    private void Rehearse()
    {
        _ = Task.Run(WarmUp.Run);
        _output.WarmUp();
        for (var i = 0; i < 2 && !_stopping; i++)
        {
            _timer.Arm(MonotonicTimer.Now);
            Turn();
            OnTime(MonotonicTimer.Now);
        }
    }

    // After everything that waited in the sockets was read, and before a timer is acted upon.
    private void LookForPause()
    {
        var now = MonotonicTimer.Now;
        if (_pauses.Woken(now, MonotonicTimer.BootTime) is var pause and not 0)
            _processor.OnPaused(pause, now);
    }

    private void DoCommands()
    {
        _commands.AnswerProbes();
        _commands.TakeReadings((tracker, reading) => _processor.SetTracker(tracker, reading, MonotonicTimer.Now));
        _commands.TakeReload(Reload);
    }

    // Nothing has changed before the processor's turn: whatever fails until then is the new options' failure, and the engine goes on with the old ones.
    private RouteWatch? PrepareReload(VrrpEngineOptions options)
    {
        try
        {
            VrrpProcessor.Demand(options);
            LinkDemand.Check(options, _output.Links.IsSupported);
            _output.Demand(options.Routers);
            var groups = RouteWatch.GroupsFor(options.Routers);
            return groups == _routeGroups ? null : OpenWatch(groups); // what cannot be opened changes nothing
        }
        catch (Exception e) when (e is not VrrpException)
        {
            throw new VrrpException($"the new configuration cannot be used: {e.Message}");
        }
    }

    private void Reload(VrrpEngineOptions options)
    {
        _output.Kernel.ReadAnswers(); // refusals name objects of the options before
        var watch = PrepareReload(options);
        var groups = RouteWatch.GroupsFor(options.Routers);
        try
        {
            VirtualRouterOptions[] before = [.. Running()];
            var byName = before.ToDictionary(o => o.Name, StringComparer.Ordinal);
            _output.NoteState(options.StatePath, [.. before, .. options.Routers.Where(o => !byName.TryGetValue(o.Name, out var old) || !OptionsComparison.AreSame(old, o))]);
            _processor.Reload(options, MonotonicTimer.Now, _interfaces.Refresh);
        }
        finally
        {
            if (groups != _routeGroups && groups == RouteWatch.GroupsFor(Running()))
            {
                Watch(watch, groups);
                if (watch is not null)
                    _poll.Add(watch.Number);
            }
            else
                watch?.Dispose();
            _output.NoteState(options.StatePath, [.. Running()]); // those of unchanged routers are the old ones
        }
        _interfaces.ReportAgain(); // sources may be others
    }

    private IEnumerable<VirtualRouterOptions> Running() => _processor.GetStatus().Select(s => s.Options);

    private RouteWatch? OpenWatch(uint groups) => groups == 0 ? null : new(groups, _output.Kernel.PortId, new InterfaceEvents(this));

    private void Watch(RouteWatch? watch, uint groups)
    {
        _routes?.Dispose();
        (_routes, _routeGroups) = (watch, groups);
    }

    private void SendAgain()
    {
        foreach (var index in _sendingAgain)
            _processor.OnSendingAgain(index, MonotonicTimer.Now);
        _sendingAgain.Clear();
    }

    private void OnTime(long now)
    {
        if (_processor.AwaitsAnswers)
            _output.Kernel.ReadAnswers(); // silence counts only where all was heard
        _processor.OnTime(now);
        if (now < _retrySockets)
            return;
        _retrySockets = long.MaxValue;
        _processor.RetryChannels(now);
    }

    private bool IsLate => MonotonicTimer.Now - _processor.NextDeadline > Late;

    // Packets come before timers: after a stall, what others have sent meanwhile is heard before this node acts on its own timers.
    private void Turn()
    {
        var wasLate = Hear(block: true);
        if (!wasLate && IsLate)
            _ = Hear(block: false); // a command, such as a reload, has taken its time: what came meanwhile waits in sockets that were read before, or not at all
    }

    // One budget for all: each socket has a fair share of it, the next turn begins with those that had none (epoll's order). True where it was late.
    private bool Hear(bool block)
    {
        var ready = _poll.Wait(block);
        var isLate = IsLate;
        _budget = isLate ? PacketsPerLateTurn : PacketsPerTurn;
        for (var round = 0; ; round++)
        {
            var share = Math.Max(1, _budget / Math.Max(1, ready));
            for (var i = 0; i < ready; i++)
                Read(_poll.Ready(i), share);
            if (ready < EventPoll.MaxEvents || _budget <= 0 || round == RoundsPerTurn || (!isLate && IsLate))
                return isLate;
            ready = _poll.Wait(block: false);
        }
    }

    private void Read(int fd, int share)
    {
        if (fd == _timer.Number)
            _timer.Read();
        else if (fd == _wakeUp.Number)
        {
            _wakeUp.Read();
            if (!_stopping)
                DoCommands();
        }
        else if (fd == _interfaces.Number)
            _interfaces.Read();
        else if (fd == _output.Kernel.Number)
            _output.Kernel.ReadAnswers();
        else if (fd == _routes?.Number)
            _routes.Read();
        else if (_output.Adverts[fd] is { } socket)
            ReadAdverts(socket, Math.Min(share, _budget));
    }

    private void ReadAdverts(AdvertSocket socket, int share)
    {
        // A packet may change something that closes this socket: nothing more is read from it then.
        while (share > 0 && _output.Adverts[socket.Number] == socket)
        {
            var count = _receiver.Receive(socket.Number, socket.LacksHeader, share);
            for (var i = 0; i < count; i++)
                _processor.OnPacket(socket.Channel.InterfaceIndex, _receiver[i], MonotonicTimer.Now);
            _budget -= count;
            if (count < AdvertReceiver.MaxPackets)
                return;
            share -= count;
        }
    }

    private void OnInterface(InterfaceStatus status)
    {
        if (_output.Links.IsReplaced(status.Name, status.Index))
            return;
        _output.OnInterface(status);
        _processor.OnInterface(status, MonotonicTimer.Now);
    }

    /// <summary>What the kernel tells about interfaces, with the time at which it was heard.</summary>
    private sealed class InterfaceEvents(LinuxLoop loop) : IInterfaceEvents, IRouteEvents
    {
        public InterfaceStatus WithSources(InterfaceStatus status, IReadOnlyList<System.Net.IPAddress> addresses) => loop._processor.WithSources(status, addresses);

        public void OnChanged(InterfaceStatus status) => loop.OnInterface(status);

        public void OnRemoved(int interfaceIndex)
        {
            // While the socket is still open: where the interface was only renamed, priority 0 goes out.
            loop._processor.OnInterfaceRemoved(interfaceIndex, MonotonicTimer.Now);
            loop._output.OnInterfaceRemoved(interfaceIndex);
        }

        public void OnAddressRemoved(int interfaceIndex, System.Net.IPAddress address, int prefixLength) =>
            loop._processor.OnAddressRemoved(interfaceIndex, address, prefixLength, MonotonicTimer.Now);

        public void OnAddressAdded(int interfaceIndex, System.Net.IPAddress address, int prefixLength, uint? port) =>
            loop._processor.OnAddressAdded(interfaceIndex, address, prefixLength, port is { } known ? known == loop._output.Kernel.PortId : null, MonotonicTimer.Now);

        public void OnDuplicateAddress(int interfaceIndex, System.Net.IPAddress address) => loop._processor.OnDuplicateAddress(interfaceIndex, address);

        public void OnRouteRemoved(in RouteKey route) => loop._processor.OnRouteRemoved(route, MonotonicTimer.Now);

        public void OnRuleRemoved(in RuleKey rule) => loop._processor.OnRuleRemoved(rule, MonotonicTimer.Now);

        public void OnRoutesLost()
        {
            loop._onNotice(new("", "notifications about routes were lost; what is held is put in place again"));
            loop._processor.OnNotificationsLost(MonotonicTimer.Now);
        }

        public void OnLost() => loop._onNotice(new("", "notifications about interfaces were lost; everything is read again"));

        // Which addresses were removed meanwhile, nobody has told.
        public void OnReadAgain() => loop._processor.OnNotificationsLost(MonotonicTimer.Now);
    }
}
