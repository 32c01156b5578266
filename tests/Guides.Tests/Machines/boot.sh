#!/bin/bash
# boot.sh NAME FOLDER TOOL DOTNET: a machine with systemd as its first process: this one's files with a layer over them that is thrown away. Called in a network namespace of its own.
# TOOL is the folder that `failoverip` was built to, DOTNET that of the runtime it needs; - for neither. FOLDER/shared is /mnt inside.
set -euo pipefail
if [[ ${5:-} != inside ]]; then
    # Its services get a control group of its own, beside those of other machines.
    hierarchy=/sys/fs/cgroup
    [[ $(stat -fc %T $hierarchy) == cgroup2fs ]] || hierarchy=/sys/fs/cgroup/systemd
    group=$hierarchy/$1
    mkdir -p "$group"
    echo $$ >"$group/cgroup.procs"
    exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup bash "$0" "$1" "$2" "$3" "$4" inside
fi
name=$1 folder=$2 tool=$3 dotnet=$4 root=$2/root

mount --make-rprivate /
mkdir -p "$folder"/{layer,shared} "$root"
mount -t tmpfs tmpfs "$folder/layer"
mkdir "$folder"/layer/{upper,work}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/layer/upper,workdir=$folder/layer/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do cp -a /dev/$device "$root/dev/"; done
ln -s /proc/self/fd "$root/dev/fd"; ln -s /proc/self/fd/0 "$root/dev/stdin"; ln -s pts/ptmx "$root/dev/ptmx"; ln -s /run/systemd/journal/dev-log "$root/dev/log"
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

# A machine on which nothing of this has ever been: neither services of its own nor files of ours.
rm -rf "$root"/etc/failoverip "$root"/var/lib/failoverip "$root"/etc/systemd/system/* "$root"/var/log/journal "$root"/etc/keepalived/* "$root"/usr/local/bin/failoverip
echo "$name" >"$root/etc/hostname"; hostname "$name"
mount --bind "$folder/shared" "$root/mnt"
if [[ $tool != - ]]; then
    mkdir -p "$root"/opt/{failoverip,dotnet}
    mount --bind "$tool" "$root/opt/failoverip"
    mount --bind "$dotnet" "$root/opt/dotnet"
    printf '#!/bin/sh\nexport DOTNET_ROOT=/opt/dotnet DOTNET_NOLOGO=1\nexec /opt/dotnet/dotnet /opt/failoverip/failoverip.dll "$@"\n' >"$root/usr/bin/failoverip"
    chmod 755 "$root/usr/bin/failoverip"
fi
# Nobody waits for this machine's network, and nothing of what this one starts is started there.
mkdir -p "$root"/etc/systemd/system/{failoverip,keepalived}.service.d
for service in failoverip keepalived; do # of the pages' own units too
    printf '[Unit]\nWants=\nAfter=\nDefaultDependencies=no\n' >"$root/etc/systemd/system/$service.service.d/laboratory.conf"
done
cat >"$root/etc/systemd/system/laboratory.target" <<'END'
[Unit]
DefaultDependencies=no
AllowIsolate=yes
Wants=systemd-journald.service
After=systemd-journald.service
END
export container=other
exec chroot "$root" /lib/systemd/systemd --system --unit=laboratory.target --log-target=console --log-level="${SYSTEMD_LOG:-err}" </dev/null
