# The first process of user-mode Linux (bash), sourced by what eng/uml writes. Expects $run, $here, $uml_home, kept, writable, command.

finish() {
    echo "$1" >"$run/status"
    sync
    poweroff -f >/dev/null 2>&1 || echo o >/proc/sysrq-trigger
    sleep 10
}

mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t tmpfs -o mode=755 tmpfs /run || finish 125
mkdir -p /dev/pts /dev/shm && mount -t devpts devpts /dev/pts && mount -t tmpfs -o mode=1777 tmpfs /dev/shm || finish 125

# Debian's kernel has its modules apart from /lib/modules.
mkdir -p /lib/modules && mount -t tmpfs tmpfs /lib/modules && ln -s "/usr/lib/uml/modules/$(uname -r)" "/lib/modules/$(uname -r)" || finish 125

# /tmp is the guest's own; what is needed of the machine's /tmp is put back at its place.
bind() { mkdir -p "$2" && mount --bind "$1" "$2"; }
bind "$run" /run/uml
number=0
for folder in "${kept[@]}" "${writable[@]}"; do
    bind "$folder" /run/kept/$((number++))
done
mount -t tmpfs -o mode=1777 tmpfs /tmp || finish 125
number=0
for folder in "${kept[@]}"; do
    case $folder in /tmp/*) bind /run/kept/$number "$folder" ;; esac
    number=$((number + 1))
done
# A mount of its own stays writable where the rest of the machine's files do not.
for folder in "${writable[@]}"; do
    bind /run/kept/$number "$folder"
    number=$((number + 1))
done
mount -o remount,bind,ro /
for folder in "${kept[@]}"; do
    case $folder in /tmp/*) mount -o remount,bind,ro "$folder" ;; esac
done
run=/run/uml
: >"$run/started"

hostname uml
ip link set lo up
ulimit -n 65536
. "$run/environment"
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" HOME=$uml_home DOTNET_CLI_HOME=/tmp DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TMPDIR=/tmp
unset LD_PRELOAD
# Each change of a page's protection is dear here: .NET starts twice as fast without them.
export DOTNET_EnableWriteXorExecute=${DOTNET_EnableWriteXorExecute:-0} DOTNET_TieredPGO=${DOTNET_TieredPGO:-0}
cd "$here" 2>/dev/null || cd /
"${command[@]}" </dev/null >>"$run/stdout" 2>>"$run/stderr"
finish $?
