#!/bin/bash
# install.sh DEB FOLDER: the life of the package on a machine of its own: this one's files with a layer over them that is thrown away, in which nothing of systemd runs.
# Called in a mount, network and process namespace of its own.
set -euo pipefail
deb=$1 folder=$2 root=$2/root
fail() { echo "install.sh: $1" >&2; [[ -f $root/tmp/log ]] && cat "$root/tmp/log" >&2; exit 1; }
inside() { chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"; }

mount --make-rprivate /
mkdir -p "$folder/layer" "$root"
mount -t tmpfs tmpfs "$folder/layer"
mkdir "$folder"/layer/{upper,work}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/layer/upper,workdir=$folder/layer/work" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t devtmpfs devtmpfs "$root/dev" 2>/dev/null || mount --rbind /dev "$root/dev"
rm -rf "$root/etc/failoverip" "$root/var/lib/failoverip"
cp "$deb" "$root/tmp/failoverip.deb"
ip link set lo up
ip link add eth1 type veth peer name eth1p && ip link set eth1p up && ip addr add 10.132.0.10/24 dev eth1 && ip link set eth1 up

# Installed: a user, folders, and no configuration of its own accord.
inside dpkg -i /tmp/failoverip.deb >"$root/tmp/dpkg.log" 2>&1 || fail "$(cat "$root/tmp/dpkg.log")"
inside getent passwd failoverip >/dev/null || fail "there is no user"
[[ $(inside stat -c '%U:%G %a' /etc/failoverip) == "root:failoverip 750" ]] || fail "/etc/failoverip: $(inside stat -c '%U:%G %a' /etc/failoverip)"
[[ $(inside stat -c '%U:%G %a' /var/lib/failoverip) == "failoverip:failoverip 700" ]] || fail "/var/lib/failoverip"
[[ -f $root/lib/systemd/system/failoverip.service && -f $root/etc/failoverip/failoverip.json.example && ! -e $root/etc/failoverip/failoverip.json ]] || fail "files"
inside failoverip --version
inside man -w failoverip >/dev/null 2>&1 || [[ -f $root/usr/share/man/man8/failoverip.8.gz ]] || fail "there is no page"

# Started as the unit starts it: by its user, with two capabilities and no others, and nothing to gain.
cat >"$root/etc/failoverip/failoverip.json" <<'END'
{ "FailoverIp": { "Node": "s1", "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": 3, "AdvertisementInterval": "00:00:00.1",
  "VirtualAddresses": [ "10.132.0.100" ] } } } } }
END
inside install -d -o failoverip -g failoverip /run/failoverip
chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin setpriv --reuid failoverip --regid failoverip --init-groups --bounding-set=-all,+net_admin,+net_raw --inh-caps=-all,+net_admin,+net_raw \
    --ambient-caps=-all,+net_admin,+net_raw --no-new-privs failoverip run --supervised >"$root/tmp/log" 2>&1 &
node=$!
for _ in $(seq 300); do
    inside failoverip status --json 2>/dev/null | grep -q '"state": *"Active"' && break
    kill -0 "$node" 2>/dev/null || fail "the node has ended"
    sleep 0.1
done
inside failoverip status --json | grep -q '"state": *"Active"' || fail "it is not Active"
ip addr show dev eth1 | grep -q 10.132.0.100 || fail "the address is not there"
[[ $(grep -c '^CapEff:[[:space:]]*0000000000003000$' "$root/proc/$node/status") == 1 ]] || fail "capabilities: $(grep ^CapEff "$root/proc/$node/status")"
kill -TERM "$node"
wait "$node" || fail "it ended with $?"
! ip addr show dev eth1 | grep -q 10.132.0.100 || fail "the address stays after a stop"
grep -q 'node s1 has stopped' "$root/tmp/log" || fail "no clean stop"

# Removed: what an administrator wrote stays; purged: nothing does.
inside dpkg -r failoverip >"$root/tmp/dpkg.log" 2>&1 || fail "$(cat "$root/tmp/dpkg.log")"
[[ -f $root/etc/failoverip/failoverip.json && ! -e $root/usr/bin/failoverip && ! -e $root/usr/lib/failoverip ]] || fail "after dpkg -r"
inside dpkg -P failoverip >"$root/tmp/dpkg.log" 2>&1 || fail "$(cat "$root/tmp/dpkg.log")"
[[ ! -e $root/etc/failoverip && ! -e $root/var/lib/failoverip ]] || fail "after dpkg -P"
echo "installed, started, stopped, removed, purged"
