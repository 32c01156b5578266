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

. "$(dirname "$(readlink -f "$0")")/files.sh"

echo "$name" >"$root/etc/hostname"; hostname "$name"
mkdir -p "$folder/shared"
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
