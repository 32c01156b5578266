"""Many virtual routers on a LAN: networks of 250 of them each (an interface has 255 identifiers), keepalived and failoverip as pairs on the same hosts."""
import datetime
import json
import os
import signal
import struct
import subprocess
import time
from collections import defaultdict

import lab
from lab import PREFIX, Lab, ip, until

PER_NETWORK = 250
HIGH, LOW = 200, 100
TICK = 1 / os.sysconf("SC_CLK_TCK")
TOP = (256 - LOW) / 256  # Skew_Time of the Backup, in intervals (RFC 9568 section 6.1)


class Networks(Lab):
    """Hosts "high" and "low" with interfaces s0, s1, … beside those of every lab, each on a bridge of its own."""

    def __init__(self, count=1):
        super().__init__("high", "low")
        self.bridges = [f"s{k}" for k in range(count)]
        for k, bridge in enumerate(self.bridges):
            ip("-n", self.switch, "link", "add", bridge, "type", "bridge", "mcast_snooping", "0")
            ip("-n", self.switch, "link", "set", bridge, "up")
            for host, n in self.numbers.items():
                ip("-n", self.switch, "link", "add", f"{bridge}.{n}", "type", "veth", "peer", "name", bridge, "netns", PREFIX + host)
                ip("-n", self.switch, "link", "set", f"{bridge}.{n}", "master", bridge, "up")
                ip("-n", PREFIX + host, "link", "set", bridge, "up")
                ip("-n", PREFIX + host, "addr", "add", f"10.133.{k}.{n}/24", "dev", bridge)

    def link(self, host, state):
        for bridge in self.bridges:
            ip("-n", PREFIX + host, "link", "set", bridge, state)

    def held(self, host):
        """How many virtual addresses a host has."""
        shown = subprocess.run(["ip", "-n", PREFIX + host, "-o", "addr", "show", "to", "10.192.0.0/10"], capture_output=True, text=True).stdout
        return shown.count("\n")

    def forget(self, host):
        """Removes the addresses that a killed process has left behind."""
        for bridge in self.bridges:
            subprocess.run(["ip", "-n", PREFIX + host, "addr", "flush", "dev", bridge, "to", "10.192.0.0/10"], capture_output=True)


def address(index):
    return f"10.{192 + index // 62500}.{index // 250 % 250}.{index % 250 + 1}"


def place(index):
    """The interface and the identifier of a virtual router."""
    return f"s{index // PER_NETWORK}", index % PER_NETWORK + 1


class Pair:
    """One program, as the router of higher or lower priority on its host."""

    def __init__(self, networks, host, interval, count=1, excluded=0):
        (self.lab, self.host, self.interval, self.count, self.excluded, self.starts) = (networks, host, interval, count, excluded, 0)
        self.priority = HIGH if host == "high" else LOW
        self.process = None

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """A clean stop, waited for."""
        if self.running():
            self.process.terminate()
            self.process.wait(60)
        self.lab.forget(self.host)

    def cpu(self):
        """Seconds of processor time, user and system."""
        sums = [0.0, 0.0]
        for pid in self.pids():
            fields = open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split()
            sums[0] += int(fields[11]) * TICK
            sums[1] += int(fields[12]) * TICK
        return sums

    def memory(self):
        """MiB in memory."""
        return sum(rss(pid) for pid in self.pids())


class Keepalived(Pair):
    name = "keepalived"

    def start(self):
        self.starts += 1
        run = self.lab.folder / f"{self.host}-{self.starts}"
        self.pid_file = run.with_suffix(".vrrp.pid")
        text = [f"global_defs {{\n router_id {self.host}\n vrrp_version 3\n}}\n"]
        for i in range(self.count):
            interface, vrid = place(i)
            more = "".join(f"  {address(i + 1 + e)}\n" for e in range(self.excluded))
            text.append(f"vrrp_instance V{i} {{\n state BACKUP\n interface {interface}\n virtual_router_id {vrid}\n priority {self.priority}\n advert_int {self.interval}\n"
                        f" virtual_ipaddress {{\n  {address(i)}\n }}\n" + (f" virtual_ipaddress_excluded {{\n{more} }}\n" if more else "") + "}\n")
        run.with_suffix(".conf").write_text("".join(text))
        self.process = self.lab.start(self.host, "keepalived", "-n", "-l", "-P", "-f", run.with_suffix(".conf"), "-p", run.with_suffix(".pid"), "-r", self.pid_file)
        until(lambda: self.pid_file.exists() and self.pid_file.read_text().strip(), "keepalived's VRRP process")

    def pids(self):
        return [self.process.pid, int(self.pid_file.read_text())]

    def kill(self):
        # Its parent must not have the time to start another VRRP process.
        os.kill(self.process.pid, signal.SIGSTOP)
        os.kill(int(self.pid_file.read_text()), signal.SIGKILL)
        at = time.time()
        self.process.kill()
        self.process.wait()
        return at

    def kill_child(self):
        os.kill(int(self.pid_file.read_text()), signal.SIGKILL)
        return time.time()


class FailoverIp(Pair):
    name = "failoverip"
    options = ()

    def start(self):
        self.starts += 1
        instances = {}
        for i in range(self.count):
            interface, vrid = place(i)
            instances[f"V{i}"] = {"Interface": interface, "VirtualRouterId": vrid, "Priority": self.priority, "Version": 3,
                                  "AdvertisementInterval": str(datetime.timedelta(seconds=self.interval)), "VirtualAddresses": [address(i)]}
            if self.excluded:
                instances[f"V{i}"]["ExcludedAddresses"] = [address(i + 1 + e) for e in range(self.excluded)]
        file = self.lab.folder / f"{self.host}.json"
        file.write_text(json.dumps({"FailoverIp": {"Node": self.host, "Vrrp": {"Instances": instances}}}))
        self.process = self.lab.start(self.host, "dotnet", lab.TOOL, "run", *self.options, "-c", file, "--control", self.lab.folder / f"{self.host}.sock",
                                      log=f"{self.host}-{self.starts}.log")
        until(lambda: f"V{self.count - 1}: Initialize".encode() in self.process.log.read_bytes(), "failoverip's start", self.process)

    def pids(self):
        return [self.process.pid]

    def kill(self):
        self.process.kill()
        at = time.time()
        self.process.wait()
        return at


class Supervised(FailoverIp):
    name = "failoverip --supervised"
    options = ("--supervised",)

    def kill_child(self):
        children = open(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read().split()
        os.kill(int(children[0]), signal.SIGKILL)
        return time.time()


def rss(pid):
    return next(int(line.split()[1]) / 1024 for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))


class Recording:
    """tcpdump on every bridge, into files; what it caught is read when it has ended, so that reading takes no time from what is measured."""

    def __init__(self, networks, expression="ip proto 112"):
        self.lab = networks
        self.runs = []
        for bridge in networks.bridges:
            file = networks.folder / f"{bridge}.{time.monotonic_ns()}.pcap"
            process = subprocess.Popen(["ip", "netns", "exec", networks.switch, "tcpdump", "-i", bridge, "-n", "-U", "-s", "64", "-B", "16384",
                                        "--time-stamp-precision=nano", "-w", file, expression],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            networks.processes.append(process)
            self.runs.append((bridge, file, process))
        until(lambda: all(file.exists() and file.stat().st_size >= 24 for _, file, _ in self.runs), "tcpdump")

    def end(self):
        """Yields (seconds, bridge, frame) of everything, bridge by bridge."""
        time.sleep(1.1)  # what waits in the kernel's ring is written within a second
        for _, _, process in self.runs:
            process.send_signal(signal.SIGINT)
        for bridge, file, process in self.runs:
            told = process.communicate(timeout=30)[1].decode()
            if (lost := [l for l in told.splitlines() if l.endswith("dropped by kernel") and not l.startswith("0 ")]):
                raise RuntimeError(f"tcpdump on {bridge}: {lost[0]}")
            content = file.read_bytes()
            file.unlink()
            offset = 24
            while offset + 16 <= len(content):
                seconds, nanoseconds, length, _ = struct.unpack_from("=IIII", content, offset)
                yield seconds + nanoseconds / 1e9, bridge, content[offset + 16:offset + 16 + length]
                offset += 16 + length

    def adverts(self):
        """{(bridge, identifier): [(seconds, last byte of the source, priority), …]}, in order."""
        found = defaultdict(list)
        for at, bridge, frame in self.end():
            if frame[12:14] == b"\x08\x00" and frame[23] == 112:
                found[bridge, frame[35]].append((at, frame[29], frame[36]))
        return found


def first_takeovers(found, high, low, interval, count):
    """For each virtual router, milliseconds over the theory from the last advert of the dead Active to the first of the Backup."""
    theory = (3 + TOP) * interval
    over = []
    for adverts in found.values():
        first = next((at for at, source, priority in adverts if source == low and priority), None)
        last = max((at for at, source, priority in adverts if source == high and (first is None or at < first)), default=None)
        if first is not None and last is not None:
            over.append((first - last - theory) * 1000)
    if len(over) != count:
        raise RuntimeError(f"only {len(over)} of {count} virtual routers were taken over")
    return over
