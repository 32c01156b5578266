"""Thousands of virtual routers over a long time, in which nothing happens."""
import sys
import time

from lab import percentile
from lan import PER_NETWORK, FailoverIp, Keepalived, Networks, Recording
from many import SETTLED, begin, share
from steady import jitter

TITLE = "Thousands of virtual routers for a while"


def hold(networks, kind, count, minutes):
    """Adverts that did not come (a distance of more than an interval and a half) and adverts of the Backup, while nothing happens."""
    high, low = begin(networks, kind, count, 1)
    try:
        time.sleep(SETTLED)
        recording = Recording(networks)
        before, at = (high.cpu(), low.cpu()), time.monotonic()
        time.sleep(60 * minutes)
        seconds = time.monotonic() - at
        cpu = sum(share(high, before[0], seconds)), sum(share(low, before[1], seconds))
        found = recording.adverts()
        missed = false = seen = 0
        for adverts in found.values():
            times = [t for t, source, priority in adverts if source == networks.numbers["high"] and priority]
            seen += len(times)
            missed += sum(round(b - a) - 1 for a, b in zip(times, times[1:]) if b - a > 1.5)
            false += any(source == networks.numbers["low"] for _, source, _ in adverts)
        missed += 0 if len(found) == count else (count - len(found)) * int(seconds)
        return {"seen": seen, "missed": missed, "false": false, "cpu": cpu, "jitter": jitter(found, networks.numbers["high"], 1)}
    finally:
        high.stop()
        low.stop()


def run(options):
    count = options.hold
    lines = [f"{count} virtual routers at 1 s, nothing happening:", "",
              "| who | adverts seen | missed | false takeovers | CPU Active | CPU Backup | jitter p99.9 |", "|---|---|---|---|---|---|---|"]
    with Networks(-(-count // PER_NETWORK)) as networks:
        for kind in (Keepalived, FailoverIp):
            minutes = options.minutes if kind is FailoverIp else min(options.minutes, 1)
            r = hold(networks, kind, count, minutes)
            lines.append(f"| {kind.name}, {minutes:g} min | {r['seen']} | {r['missed']} | {r['false']} | {r['cpu'][0]:.1f} % | {r['cpu'][1]:.1f} % | {percentile(r['jitter'], 99.9):.2f} ms |")
            print(lines[-1], file=sys.stderr)
    return lines
