"""What the measurements share: hosts on a LAN of network namespaces, tcpdump in the switch, keepalived and failoverip as pairs. Standard library only."""
import ctypes
import datetime
import json
import os
import platform
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = Path(os.environ.get("FAILOVERIP_TOOL") or ROOT / "artifacts/bin/FailoverIp.Cli/release/failoverip.dll")
VIP = "10.132.0.100"
VRID = 101
PREFIX = f"fipb{os.getpid()}-"


def demand(*tools):
    """Ends with one line where the machine cannot run the measurement."""
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    os.environ["PATH"] += ":/usr/local/sbin:/usr/sbin:/sbin"
    missing = [t for t in tools if not shutil.which(t)]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    if not TOOL.exists():
        sys.exit(f"{TOOL} is missing; build it with: dotnet build src/FailoverIp.Cli -c Release")


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Lab:
    """A switch and hosts: eth1 on br0 (10.132.0.0/24, the election), eth0 on br1 (10.99.0.0/24, management)."""

    def __init__(self, *hosts):
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.numbers = {h: 10 * (i + 1) for i, h in enumerate(hosts)}
        self.processes = []
        self.switch = PREFIX + "sw"
        ip("netns", "add", self.switch)
        for bridge in "br0", "br1":
            ip("-n", self.switch, "link", "add", bridge, "type", "bridge", "mcast_snooping", "0")
            ip("-n", self.switch, "link", "set", bridge, "up")
        for host, n in self.numbers.items():
            namespace = PREFIX + host
            ip("netns", "add", namespace)
            ip("-n", namespace, "link", "set", "lo", "up")
            for interface, bridge, network in ("eth1", "br0", "10.132.0"), ("eth0", "br1", "10.99.0"):
                port = f"{interface}.{n}"
                ip("-n", self.switch, "link", "add", port, "type", "veth", "peer", "name", interface, "netns", namespace)
                ip("-n", self.switch, "link", "set", port, "master", bridge, "up")
                ip("-n", namespace, "link", "set", interface, "up")
                ip("-n", namespace, "addr", "add", f"{network}.{n}/24", "dev", interface)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        for host in self.numbers:
            for pid in subprocess.run(["ip", "netns", "pids", PREFIX + host], capture_output=True, text=True).stdout.split():
                os.kill(int(pid), signal.SIGKILL)
            ip("netns", "delete", PREFIX + host)
        ip("netns", "delete", self.switch)
        shutil.rmtree(self.folder)

    def start(self, host, *command, log=None):
        """Starts a process on a host; its output goes to a file."""
        output = open(self.folder / (log or f"{host}.{len(self.processes)}.log"), "wb")
        process = subprocess.Popen(["ip", "netns", "exec", PREFIX + host, *map(str, command)], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        process.log = Path(output.name)
        output.close()
        self.processes.append(process)
        return process

    def describe(self):
        """The last lines of every process that runs, for a measurement that got stuck."""
        logs = [p for p in self.processes if p.poll() is None and hasattr(p, "log")]
        return "".join(f"--- {p.log.name}\n{''.join(p.log.read_text(errors='replace').splitlines(True)[-12:])}" for p in logs)

    def forget_address(self, host):
        """Removes the address that a killed process has left behind."""
        subprocess.run(["ip", "-n", PREFIX + host, "addr", "del", f"{VIP}/32", "dev", "eth1"], capture_output=True)


class Capture:
    """tcpdump on an interface of the switch. Frames come as (seconds, bytes)."""

    def __init__(self, lab, interface, expression):
        command = ["ip", "netns", "exec", lab.switch, "tcpdump", "-i", interface, "-n", "-U", "--immediate-mode", "--time-stamp-precision=nano", "-w", "-", expression]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lab.processes.append(self.process)
        self.lab = lab
        self.frames = []
        self.changed = threading.Condition()
        header = self.process.stdout.read(24)
        assert struct.unpack("=I", header[:4])[0] == 0xA1B23C4D, "not a pcap stream with nanoseconds"
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        stream = self.process.stdout
        while len(header := stream.read(16)) == 16:
            seconds, nanoseconds, length, _ = struct.unpack("=IIII", header)
            frame = (seconds + nanoseconds / 1e9, stream.read(length))
            with self.changed:
                self.frames.append(frame)
                self.changed.notify_all()

    def wait(self, what, wanted, start=0, timeout=30):
        """The index of the first frame from an index on that is wanted."""
        deadline = time.monotonic() + timeout
        with self.changed:
            i = start
            while True:
                while i < len(self.frames):
                    if wanted(self.frames[i][1]):
                        return i
                    i += 1
                left = deadline - time.monotonic()
                if left <= 0 or not self.changed.wait(left):
                    raise TimeoutError(f"{what} did not come within {timeout} s\n" + self.lab.describe())


def advert_of(number):
    """Whether a frame is an advert that a host sent, other than priority 0."""
    source = bytes([10, 132, 0, number])
    return lambda f: f[12:14] == b"\x08\x00" and f[23] == 112 and f[26:30] == source and f[36] > 0


class Keepalived:
    name = "keepalived"

    def __init__(self, lab, host, priority, interval):
        (self.lab, self.host, self.starts) = (lab, host, 0)
        self.configuration = f"""
global_defs {{
  router_id {host}
  vrrp_version 3
}}
vrrp_instance VI_1 {{
  state BACKUP
  interface eth1
  virtual_router_id {VRID}
  priority {priority}
  advert_int {interval}
  virtual_ipaddress {{
    {VIP}
  }}
}}
"""

    def start(self):
        self.starts += 1
        run = self.lab.folder / f"{self.host}-{self.starts}"
        self.pid_file = run.with_suffix(".vrrp.pid")
        run.with_suffix(".conf").write_text(self.configuration)
        self.process = self.lab.start(self.host, "keepalived", "-n", "-l", "-P", "-f", run.with_suffix(".conf"), "-p", run.with_suffix(".pid"), "-r", self.pid_file)
        until(lambda: self.pid_file.exists() and self.pid_file.read_text().strip(), "keepalived's VRRP process")

    def kill(self):
        # Its parent must not have the time to start another VRRP process.
        os.kill(self.process.pid, signal.SIGSTOP)
        os.kill(int(self.pid_file.read_text()), signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.lab.forget_address(self.host)


class FailoverIp:
    name = "failoverip"

    def __init__(self, lab, host, priority, interval, **sections):
        (self.lab, self.host, self.starts) = (lab, host, 0)
        self.configuration = {"FailoverIp": {"Node": host, **sections, "Vrrp": {"Instances": {"VI_1": {
            "Interface": "eth1", "VirtualRouterId": VRID, "Priority": priority, "Version": 3, "AdvertisementInterval": str(datetime.timedelta(seconds=interval)),
            "VirtualAddresses": [VIP]}}}}}

    def start(self):
        self.starts += 1
        file = self.lab.folder / f"{self.host}.json"
        file.write_text(json.dumps(self.configuration))
        self.process = self.lab.start(self.host, "dotnet", TOOL, "run", "-c", file, "--control", self.lab.folder / f"{self.host}.sock")
        until(lambda: b"VI_1: Initialize" in self.process.log.read_bytes(), "failoverip's start", self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.lab.forget_address(self.host)


def until(condition, what, process=None, timeout=60):
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline or (process and process.poll() is not None):
            raise TimeoutError(f"{what}: " + (f"status {process.poll()}: {process.log.read_text()}" if process else "timeout"))
        time.sleep(0.02)


def percentile(values, p):
    """The smallest value that at least p percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, int(-(-len(ordered) * p // 100)) - 1)]


def machine():
    """One paragraph about where and when it was measured."""
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    runtime = subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    load = ", ".join(f"{l:.1f}" for l in os.getloadavg())
    now = datetime.datetime.now(datetime.timezone.utc)
    return f"{now:%Y-%m-%d %H:%M} UTC · {platform.system()} {platform.release()} · {os.cpu_count()} CPUs, {model} · .NET SDK {runtime} · load average at the end {load}"


class StallWatch:
    """
    How late the machine itself lets a thread run: wakes every millisecond and notes by how much it overslept. A measurement on a machine that stalls says
    more about the machine.
    """

    def __init__(self):
        self.worst = 0.0
        self.late = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.stopping.is_set():
            before = time.monotonic()
            time.sleep(0.001)
            self.late.append((time.monotonic() - before - 0.001) * 1000)

    def result(self):
        self.stopping.set()
        self.thread.join()
        return f"a thread that sleeps for 1 ms overslept by {statistics.median(self.late):.2f} ms (median), {percentile(self.late, 99):.2f} ms (p99), {max(self.late):.1f} ms (worst)"
