#!/bin/bash
# tarball.sh TARBALL FOLDER: unpacked anywhere it is the tool, and a node. Called in a network namespace of its own.
set -euo pipefail
tar -C "$2" -xzf "$1"
tool=$(echo "$2"/failoverip-*/failoverip)
cd "$2"
ip link set lo up
ip link add eth1 type veth peer name eth1p && ip link set eth1p up && ip addr add 10.132.0.10/24 dev eth1 && ip link set eth1 up
# No .NET of the machine's, nor a home.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent DOTNET_ROOT=/nonexistent
"$tool" --help | grep -q 'failoverip \[command\]'
for command in demo run validate status route login simulate ipvs vrrp genhash; do
    "$tool" $command --help >/dev/null || { echo "$command --help" >&2; exit 1; }
done
"$tool" demo --json >demo.json
cat >c.json <<'END'
{ "FailoverIp": { "Node": "tarball-test", "Control": { "Socket": "control.sock" }, "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": 3,
  "AdvertisementInterval": "00:00:00.1", "VirtualAddresses": [ "10.132.0.100" ] } } } } }
END
"$tool" validate -c c.json
"$tool" run -c c.json 2>log &
node=$!
for _ in $(seq 300); do grep -q 'Backup → Active' log && break; kill -0 "$node"; sleep 0.1; done
grep -q 'Backup → Active' log || { cat log >&2; exit 1; }
"$tool" status --control control.sock
kill "$node"
wait "$node"
