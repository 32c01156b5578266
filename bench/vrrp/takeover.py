"""Takeovers of one virtual router, in milliseconds over the theory."""
import os
import signal
import statistics
import subprocess
import sys
import time

from lab import PREFIX, Capture, percentile
from lan import TOP, FailoverIp, Keepalived, Networks, Supervised

TITLE = "Takeover of one virtual router"
SETTLED = 2  # seconds between the start of a standby and the first event
INTERVALS = 1, 0.1, 0.01


def advert_of(networks, host, zero=False):
    source = bytes([10, 133, 0, networks.numbers[host]])
    return lambda f: f[12:14] == b"\x08\x00" and f[23] == 112 and f[26:30] == source and (f[36] == 0) == zero


def after_kill(networks, capture, high, start):
    high.kill()
    return silence(networks, capture, start, high)


def after_link_down(networks, capture, high, start):
    networks.link("high", "down")
    try:
        return silence(networks, capture, start, high)
    finally:
        high.kill()
        networks.link("high", "up")


def silence(networks, capture, start, high):
    """From the last advert that was heard."""
    from_high, from_low = advert_of(networks, "high"), advert_of(networks, "low")
    first = capture.wait("the takeover", from_low, start)
    last = max(i for i in range(start - 1, first) if from_high(capture.frames[i][1]))
    return first, capture.frames[first][0] - capture.frames[last][0] - (3 + TOP) * high.interval


def after_stop(networks, capture, high, start):
    """From priority 0."""
    high.process.terminate()
    zero = capture.wait("priority 0", advert_of(networks, "high", zero=True), start)
    first = capture.wait("the takeover", advert_of(networks, "low"), zero)
    high.process.wait(30)
    return first, capture.frames[first][0] - capture.frames[zero][0] - TOP * high.interval


def after_child_kill(networks, capture, high, start):
    """From the kill, with the parent process alive, to the next advert of whoever is Active then: keepalived's parent starts its child again, which may come first."""
    at = high.kill_child()
    from_high, from_low = advert_of(networks, "high"), advert_of(networks, "low")
    first = capture.wait("the takeover", lambda f: from_low(f) or from_high(f), start)
    while capture.frames[first][0] <= at:
        first = capture.wait("the takeover", lambda f: from_low(f) or from_high(f), first + 1)
    high.process.kill() if isinstance(high, Keepalived) else high.process.terminate()
    high.process.wait(30)
    if isinstance(high, Keepalived):
        kill_all(networks, "high")
    return first, capture.frames[first][0] - at - TOP * high.interval


def kill_all(networks, host):
    for pid in subprocess.run(["ip", "netns", "pids", PREFIX + host], capture_output=True, text=True).stdout.split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            pass


SCENARIOS = {"kill -9": (after_kill, (Keepalived, FailoverIp)), "link down": (after_link_down, (Keepalived, FailoverIp)),
             "clean stop": (after_stop, (Keepalived, FailoverIp)), "kill -9 under a supervisor": (after_child_kill, (Keepalived, Supervised))}


def cycle(networks, capture, kind, interval, scenario, repetitions):
    """The lower priority takes over again and again from processes of the higher that have just started; the first time is the one that nothing has warmed up."""
    high, low = kind(networks, "high", interval), kind(networks, "low", interval)
    from_high = advert_of(networks, "high")
    results = []
    try:
        start = len(capture.frames)
        high.start()
        start = capture.wait("the first Active", from_high, start)
        low.start()
        time.sleep(SETTLED)
        for _ in range(repetitions):
            start = len(capture.frames)
            for _ in range(3):  # the Backup has heard a few; what follows happens between two adverts, when both are at rest
                start = capture.wait("an advert", from_high, start) + 1
            first, over = scenario(networks, capture, high, start)
            results.append(over * 1000)
            networks.forget("high")
            if len(results) < repetitions:
                high.start()
                capture.wait("the higher priority again", from_high, first)
                time.sleep(SETTLED / 2)
    finally:
        kill_all(networks, "high")
        low.stop()
        networks.forget("high")
    return results


def run(options):
    lines = ["Milliseconds over the theory (RFC 9568: 3 · advert_int + Skew_Time after silence, Skew_Time after priority 0), timestamps of the kernel in the switch, priority 100, VRRPv3.",
             "\"Under a supervisor\" is from the kill of the process that does VRRP to the next advert of either router, over Skew_Time alone. With n below 100, p99 is the maximum.", "",
             "| event | advert_int | who | n | median | p99 | first time (median) |", "|---|---|---|---|---|---|---|"]
    ratios = []
    with Networks() as networks:
        capture = Capture(networks, "s0", "ip proto 112")
        for event, (scenario, kinds) in ((e, k) for e, k in SCENARIOS.items() if options.event in e):
            for interval in INTERVALS:
                results = {kind: [] for kind in kinds}
                for _ in range(options.pairs):
                    for kind in kinds:
                        try:
                            results[kind].append(cycle(networks, capture, kind, interval, scenario, options.takeovers))
                        except TimeoutError as e:
                            print(f"{event} {interval} s {kind.name}: {e}", file=sys.stderr)
                            continue
                        print(f"{event} {interval} s {kind.name}: {', '.join(f'{v:.2f}' for v in results[kind][-1])} ms", file=sys.stderr)
                flat = {kind: [v for run in runs for v in run] for kind, runs in results.items()}
                for kind, values in flat.items():
                    if values:
                        lines.append(f"| {event} | {interval} s | {kind.name} | {len(values)} | {statistics.median(values):.2f} | {percentile(values, 99):.2f} "
                                     f"| {statistics.median(r[0] for r in results[kind]):.2f} |")
                    else:
                        lines.append(f"| {event} | {interval} s | {kind.name} | 0 | did not end | | |")
                theirs, ours = flat.values()
                if theirs and ours:
                    ratios.append(f"| {event} | {interval} s | {statistics.median(ours) - statistics.median(theirs):+.2f} ms | {percentile(ours, 99) - percentile(theirs, 99):+.2f} ms "
                                  f"| {statistics.median(ours) / statistics.median(theirs):.2f} | {percentile(ours, 99) / percentile(theirs, 99):.2f} |")
    return lines + ["", "Ours beside keepalived's:", "", "| event | advert_int | median | p99 | ratio of medians | ratio of p99 |", "|---|---|---|---|---|---|", *ratios]
