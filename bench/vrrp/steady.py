"""The steady state: what is allocated, and how exactly adverts are sent."""
import json
import statistics
import subprocess
import sys
import time

from lab import PREFIX, ROOT, percentile, until
from lan import HIGH, LOW, PER_NETWORK, Keepalived, Networks, Recording

TITLE = "Steady state"
HOST = ROOT / "artifacts/bin/FailoverIp.VrrpBench/release/FailoverIp.VrrpBench.dll"
INTERVAL = 0.1


def jitter(found, source, interval):
    """By how many milliseconds the distance of two adverts differs from the interval."""
    late = []
    for adverts in found.values():
        times = [at for at, s, priority in adverts if s == source and priority]
        late += [abs(b - a - interval) * 1000 for a, b in zip(times, times[1:])]
    return late or [0.0]


def host(networks, name, priority, options):
    process = subprocess.Popen(["ip", "netns", "exec", PREFIX + name, "dotnet", HOST, str(priority), str(options.steady), str(int(INTERVAL * 1000)), str(options.minutes * 60)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    networks.processes.append(process)
    process.stdout.readline()  # it has started
    return process


def run(options):
    lines = [f"{options.steady} virtual routers at {INTERVAL} s for {options.minutes:g} min.", "",
             "| engine of FailoverIp.Vrrp | adverts sent | received | collections (gen 0, 1, 2) | allocated by the whole process | bytes for each advert |", "|---|---|---|---|---|---|"]
    count = -(-options.steady // PER_NETWORK)
    with Networks(count) as networks:
        high = host(networks, "high", HIGH, options)
        low = host(networks, "low", LOW, options)
        high.stdout.readline()  # the measurement has begun
        recording = Recording(networks)
        for name, process in ("Active", high), ("Backup", low):
            while not (line := process.stdout.readline()).startswith("{"):
                if not line:
                    raise RuntimeError(f"the engine that is {name} has ended")
            r = json.loads(line)
            each = r["allocated"] / max(1, r["sent"] + r["received"])
            lines.append(f"| {name} | {r['sent']} | {r['received']} | {r['gen0']}, {r['gen1']}, {r['gen2']} | {r['allocated']} B | {each:.4f} |")
            print(lines[-1], file=sys.stderr)
        ours = jitter(recording.adverts(), networks.numbers["high"], INTERVAL)
        for process in high, low:
            process.communicate("\n", timeout=30)
        networks.forget("high")
        networks.forget("low")
        theirs_pair = Keepalived(networks, "high", INTERVAL, options.steady)
        theirs_pair.start()
        until(lambda: networks.held("high") == options.steady, "keepalived: Active", theirs_pair.process, timeout=60)
        recording = Recording(networks)
        time.sleep(min(options.minutes, 1) * 60)
        theirs = jitter(recording.adverts(), networks.numbers["high"], INTERVAL)
        theirs_pair.stop()
    lines += ["", "Jitter: by how many milliseconds the distance of two adverts of a router differs from the interval, timestamps of the kernel in the switch.", "",
              "| who | n | median | p99 | p99.9 | max |", "|---|---|---|---|---|---|"]
    for name, late in ("keepalived", theirs), ("failoverip", ours):
        lines.append(f"| {name} | {len(late)} | {statistics.median(late):.3f} | {percentile(late, 99):.3f} | {percentile(late, 99.9):.3f} | {max(late):.3f} |")
    return lines
