#!/bin/bash
# service.sh DEB FOLDER: the package on a machine of its own with systemd as its first process: this one's files with a layer over them that is thrown away.
# Called in a mount, network, process, cgroup, IPC and UTS namespace of its own, of which this becomes the first process. What is found stands in FOLDER/out.
set -euo pipefail
deb=$1 folder=$2 root=$2/root
here=$(dirname "$(readlink -f "$0")")

. "$here/Machines/files.sh"
ip link set lo up
ip link add eth1 type veth peer name eth1p && ip link set eth1p up && ip addr add 10.132.0.10/24 dev eth1 && ip link set eth1 up

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
