#!/bin/bash
# inside.sh: what happens on the machine that service.sh has made. systemd runs; the network of the unit's dependencies does not, and is not waited for.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
fail() { echo "inside.sh: $1" >&2; systemctl --no-pager status failoverip >&2 || true; journalctl --no-pager -u failoverip -n 30 >&2 || true; exit 1; }
property() { systemctl show failoverip -p "$1" --value; }
until_true() { for _ in $(seq 300); do "$@" && return; sleep 0.1; done; return 1; }
is_active() { failoverip status --json 2>/dev/null | grep -q '"state": *"Active"'; }
configure() {
    cat >/etc/failoverip/failoverip.json <<END
{ "FailoverIp": { "Node": "s1", "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": 3, "AdvertisementInterval": "00:00:00.1", "Priority": $1,
  "VirtualAddresses": [ "10.132.0.100" ] } } } } }
END
}
mkdir -p /etc/systemd/system/failoverip.service.d
printf '[Unit]\nWants=\nAfter=\nDefaultDependencies=no\n' >/etc/systemd/system/failoverip.service.d/test.conf

# Installed: nothing runs, and without a configuration nothing would.
dpkg -i /tmp/failoverip.deb || fail "dpkg -i"
[[ $(property ActiveState) == inactive ]] || fail "it runs without having been asked to"
systemctl start failoverip
[[ $(property ConditionResult) == no && $(property ActiveState) == inactive ]] || fail "it starts without a configuration"

# Started: by its user, with two capabilities, and ready only when it is.
configure 100
systemctl enable failoverip
timeout 60 systemctl start failoverip || fail "systemctl start"
until_true is_active || fail "it is not Active"
supervisor=$(property MainPID)
[[ $(stat -c %U /proc/"$supervisor") == failoverip ]] || fail "it runs as $(stat -c %U /proc/"$supervisor")"
grep -q '^CapEff:[[:space:]]*0000000000003000$' /proc/"$supervisor"/status || fail "$(grep Cap /proc/"$supervisor"/status)"
grep -q '^CapBnd:[[:space:]]*0000000000003000$' /proc/"$supervisor"/status || fail "$(grep Cap /proc/"$supervisor"/status)"
grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/"$supervisor"/status || fail "it could get more"
[[ $(stat -c '%U:%G %a' /run/failoverip/control.sock) == "failoverip:failoverip 660" ]] || fail "the socket: $(stat -c '%U:%G %a' /run/failoverip/control.sock)"
# A setting of the kernel's, as virtual MACs need them, may be written below /proc/sys/net from where the node stands.
nsenter -t "$supervisor" -m -- test -w /proc/sys/net/ipv4/ip_forward || fail "/proc/sys/net is read-only"

# Reloaded.
configure 150
timeout 60 systemctl reload failoverip || fail "systemctl reload"
failoverip status --json | grep -q '"priority": *150' || fail "the priority is not the new one"

# The journal has priorities, and no time twice.
journalctl --no-pager -o cat -u failoverip | grep -q '^Node: VI_1: Backup → Active' || fail "the journal"
journalctl --no-pager -u failoverip -p err -o cat | grep -q . && fail "errors in the journal"

# A node that hangs is killed, and the service goes on.
node=$(pgrep -P "$supervisor")
kill -STOP "$node"
until_true test ! -e /proc/"$node" || fail "a node that hangs is not killed"
until_true is_active || fail "no new node"
[[ $(property MainPID) == "$supervisor" && $(property NRestarts) == 0 ]] || fail "systemd has restarted the service"
journalctl --no-pager -u failoverip -p err -o cat | grep -q 'has not been heard of' || fail "the journal does not say so"

# The service lives on systemd's watchdog for longer than its patience.
systemctl show failoverip -p WatchdogUSec --value | grep -q 40s || fail "no watchdog"

# Upgraded while it runs: it runs afterwards, with a new supervisor.
dpkg -i /tmp/failoverip.deb || fail "the upgrade"
[[ $(property ActiveState) == active && $(property MainPID) != "$supervisor" ]] || fail "after the upgrade"
until_true is_active || fail "not Active after the upgrade"

# Removed: stopped cleanly, the address is gone, the configuration is there. Purged: nothing is.
dpkg -r failoverip || fail "dpkg -r"
! ip addr show dev eth1 | grep -q 10.132.0.100 || fail "the address stays"
[[ -f /etc/failoverip/failoverip.json ]] || fail "the configuration is gone"
dpkg -P failoverip || fail "dpkg -P"
[[ ! -e /etc/failoverip && ! -e /var/lib/failoverip && ! -e /run/failoverip && ! -L /etc/systemd/system/multi-user.target.wants/failoverip.service ]] || fail "after dpkg -P"
echo "installed, enabled, started, reloaded, hung, upgraded, removed, purged"
