"""A thousand addresses at once: into the kernel, and announced."""
import datetime
import statistics
import subprocess
import sys
import time

from lab import PREFIX, percentile, until
from lan import FailoverIp, Keepalived, Networks, Recording, address

TITLE = "A thousand addresses"


class Watch:
    """`ip monitor`: when the kernel told of each new address."""

    def __init__(self, networks):
        self.file = networks.folder / f"monitor.{time.monotonic_ns()}"
        with open(self.file, "wb") as output:
            self.process = subprocess.Popen(["ip", "-n", PREFIX + "low", "-ts", "-o", "-4", "monitor", "address"], stdout=output)
        networks.processes.append(self.process)
        time.sleep(0.3)

    def end(self, count):
        """Milliseconds from the first to the last."""
        until(lambda: self.file.read_bytes().count(b" inet 10.") >= count, f"{count} addresses", timeout=30)
        self.process.terminate()
        self.process.wait()
        times = [datetime.datetime.fromisoformat(l[1:l.index("]")]) for l in self.file.read_text().splitlines() if " inet 10." in l and "Deleted" not in l]
        return (times[-1] - times[0]).total_seconds() * 1000


def takeover(networks, kind, count):
    pair = kind(networks, "low", 0.1, excluded=count - 1)
    watch, recording = Watch(networks), Recording(networks, "arp")
    try:
        pair.start()
        added = watch.end(count)
        time.sleep(1.5)
        first = {}
        for at, _, frame in recording.end():
            if frame[28:32] == frame[38:42]:  # sender and target are the same: gratuitous
                first.setdefault(frame[28:32], at)
        if len(first) != count:
            raise RuntimeError(f"{kind.name} announced {len(first)} of {count} addresses")
        return added, (max(first.values()) - min(first.values())) * 1000
    finally:
        pair.stop()


def batch(networks, count):
    """`ip -batch`: from the first to the last, and the run of the command as a whole."""
    file = networks.folder / "batch"
    file.write_text("".join(f"address add {address(i)}/32 dev s0\n" for i in range(count)))
    watch = Watch(networks)
    begin = time.monotonic()
    subprocess.run(["ip", "-n", PREFIX + "low", "-batch", file], check=True)
    whole = (time.monotonic() - begin) * 1000
    added = watch.end(count)
    networks.forget("low")
    return added, whole


def run(options):
    rows = {"keepalived": [], "failoverip": []}
    batches = []
    with Networks() as networks:
        for _ in range(options.rounds * 3):
            for kind in Keepalived, FailoverIp:
                rows[kind.name].append(takeover(networks, kind, options.addresses))
            batches.append(batch(networks, options.addresses))
            print({name: [f"{v:.1f}" for v in values[-1]] for name, values in {**rows, "ip -batch": batches}.items()}, file=sys.stderr)
    lines = [f"{options.addresses} addresses of one virtual router, milliseconds. Adding: from the kernel's first notification to its last (`ip monitor`). "
             "Announcing: from the first gratuitous ARP to the one with which each address has been announced, in the switch.", "",
             "| who | n | adding, median | p99 | announcing, median | p99 |", "|---|---|---|---|---|---|"]
    for name, values in rows.items():
        added, told = zip(*values)
        lines.append(f"| {name} | {len(values)} | {statistics.median(added):.1f} | {percentile(added, 99):.1f} | {statistics.median(told):.1f} | {percentile(told, 99):.1f} |")
    added, whole = zip(*batches)
    lines.append(f"| ip -batch | {len(batches)} | {statistics.median(added):.1f} | {percentile(added, 99):.1f} | (the whole command: {statistics.median(whole):.1f}) | |")
    ours = statistics.median(a for a, _ in rows["failoverip"])
    return lines + ["", f"Adding, ours to `ip -batch`: {ours / statistics.median(added):.2f}."]
