"""Many virtual routers: takeover of all of them, processor time, memory."""
import statistics
import subprocess
import sys
import time

from lab import percentile, until
from lan import PER_NETWORK, FailoverIp, Keepalived, Networks, Recording, first_takeovers, rss
from steady import HOST, jitter

TITLE = "Many virtual routers"
SETTLED = 10  # seconds; the just-in-time compiler has done its work by then


def share(pair, before, seconds):
    """Percent of a core, user and system."""
    return [100 * (b - a) / seconds for a, b in zip(before, pair.cpu())]


def begin(networks, kind, count, interval):
    high, low = kind(networks, "high", interval, count), kind(networks, "low", interval, count)
    high.start()
    until(lambda: networks.held("high") == count, f"{kind.name}: {count} Active", high.process, timeout=120)
    low.start()
    return high, low


def crowd(networks, kind, options):
    """One pair with all its routers: what they take in the steady state, how exact they are, and the takeover of all of them after kill -9."""
    count, interval = options.instances, 0.1
    high, low = begin(networks, kind, count, interval)
    try:
        time.sleep(SETTLED)
        before, at = (high.cpu(), low.cpu()), time.monotonic()
        time.sleep(options.seconds)
        seconds = time.monotonic() - at
        result = {"active": share(high, before[0], seconds), "backup": share(low, before[1], seconds), "memory": (high.memory(), low.memory())}
        recording = Recording(networks)
        time.sleep(2)
        high.kill()
        time.sleep(4)  # nothing asks the kernel for addresses meanwhile: that would hold up who adds them
        found = recording.adverts()
        result["over"] = first_takeovers(found, networks.numbers["high"], networks.numbers["low"], interval, count)
        result["jitter"] = jitter(found, networks.numbers["high"], interval)
        return result
    finally:
        high.stop()
        low.stop()


def empty():
    """MiB of a .NET process that does nothing."""
    process = subprocess.Popen(["dotnet", HOST, "empty"], stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        time.sleep(1)
        return rss(process.pid)
    finally:
        process.kill()
        process.wait()


def run(options):
    nothing = empty()
    results = {kind: [] for kind in (Keepalived, FailoverIp)}
    networks_needed = -(-options.instances // PER_NETWORK)
    with Networks(networks_needed) as networks:
        for _ in range(options.rounds):
            for kind, list_ in results.items():
                list_.append(crowd(networks, kind, options))
                r = list_[-1]
                print(f"{kind.name}: Active {r['active'][0]:.1f}+{r['active'][1]:.1f} %, Backup {r['backup'][0]:.1f}+{r['backup'][1]:.1f} %, RSS {r['memory'][0]:.1f} and {r['memory'][1]:.1f} MiB, "
                      f"takeover p50 {statistics.median(r['over']):.2f} p99 {percentile(r['over'], 99):.2f} max {max(r['over']):.2f} ms, jitter p99.9 {percentile(r['jitter'], 99.9):.2f} ms", file=sys.stderr)
    lines = [f"{options.instances} virtual routers at 0.1 s, one address each, {networks_needed} networks; processor time in percent of one core over {options.seconds:.0f} s (user + system), "
             f"takeover in milliseconds over the theory of 3 intervals and Skew_Time, each over all routers of all {options.rounds} rounds.", "",
             "| who | CPU Active | CPU Backup | RSS Active | RSS Backup | takeover p50 | p99 | max | jitter of adverts p99.9 |", "|---|---|---|---|---|---|---|---|---|"]
    middle = {}
    for kind, runs in results.items():
        over = [v for r in runs for v in r["over"]]
        late = [v for r in runs for v in r["jitter"]]
        m = {k: [statistics.median(r[k][i] for r in runs) for i in (0, 1)] for k in ("active", "backup", "memory")}
        middle[kind] = (sum(m["active"]), sum(m["backup"]), m["memory"], percentile(over, 99))
        lines.append(f"| {kind.name} | {sum(m['active']):.1f} % ({m['active'][0]:.1f} + {m['active'][1]:.1f}) | {sum(m['backup']):.1f} % ({m['backup'][0]:.1f} + {m['backup'][1]:.1f}) "
                     f"| {m['memory'][0]:.1f} MiB | {m['memory'][1]:.1f} MiB | {statistics.median(over):.2f} | {percentile(over, 99):.2f} | {max(over):.2f} | {percentile(late, 99.9):.2f} ms |")
    theirs, ours = middle[Keepalived], middle[FailoverIp]
    lines += ["", f"Ours to keepalived's: CPU Active {ours[0] / theirs[0]:.2f}, CPU Backup {ours[1] / theirs[1]:.2f}, p99 of the takeover {ours[3] - theirs[3]:+.2f} ms.",
              f"An empty .NET process: {nothing:.1f} MiB; ours is {ours[2][0] - nothing:.1f} (Active) and {ours[2][1] - nothing:.1f} MiB (Backup) above it.", ""]
    return lines
