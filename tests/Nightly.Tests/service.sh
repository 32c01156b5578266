#!/bin/bash
# service.sh DEB FOLDER: the package on a machine of its own with systemd as its first process: this one's files with a layer over them that is thrown away.
# Called in a mount, network, process, cgroup, IPC and UTS namespace of its own, of which this becomes the first process. What is found stands in FOLDER/out.
set -euo pipefail
deb=$1 folder=$2 root=$2/root
here=$(dirname "$(readlink -f "$0")")

mount --make-rprivate /
mkdir -p "$folder/layer" "$root"
mount -t tmpfs tmpfs "$folder/layer"
mkdir "$folder"/layer/{upper,work}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/layer/upper,workdir=$folder/layer/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do cp -a /dev/$device "$root/dev/"; done
ln -s /proc/self/fd "$root/dev/fd"; ln -s pts/ptmx "$root/dev/ptmx"; ln -s /run/systemd/journal/dev-log "$root/dev/log"
mkdir "$root"/dev/{pts,shm,mqueue}
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
if [[ $(stat -fc %T /sys/fs/cgroup) == cgroup2fs ]]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
    mkdir "$root"/sys/fs/cgroup/{systemd,unified}
    mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified" || true
fi
ip link set lo up
ip link add eth1 type veth peer name eth1p && ip link set eth1p up && ip addr add 10.132.0.10/24 dev eth1 && ip link set eth1 up

rm -rf "$root"/etc/failoverip "$root"/var/lib/failoverip "$root"/etc/systemd/system/* "$root"/var/log/journal
cp "$deb" "$root/tmp/failoverip.deb"
cp "$here/inside.sh" "$root/tmp/inside.sh"
mkdir "$root/tmp/report"
mount --bind "$folder/report" "$root/tmp/report"
cat >"$root/etc/systemd/system/inside.service" <<'END'
[Unit]
DefaultDependencies=no
Wants=systemd-journald.service
After=systemd-journald.service
[Service]
Type=oneshot
ExecStart=/bin/bash /tmp/inside.sh
StandardOutput=file:/tmp/report/out
StandardError=file:/tmp/report/errors
ExecStopPost=/bin/sh -c 'echo "$SERVICE_RESULT" >/tmp/report/result; kill -s RTMIN+14 1'
END
export container=other
exec chroot "$root" /lib/systemd/systemd --system --unit=inside.service --log-target=console --log-level=${SYSTEMD_LOG:-err} </dev/null >"$folder/report/systemd" 2>&1
