# Sourced by ./test: what the tests against real components need beyond the SDK. Each thing that cannot be had is named, with the reason.

left_out=()
leave_out() {
    left_out+=("$1")
    echo "left out: $1" >&2
}

# command:Debian package
peer_tools=(keepalived:keepalived tcpdump:tcpdump ip:iproute2 ping:iputils-ping arping:iputils-arping nft:nftables pgrep:procps npm:npm node:nodejs
    ipvsadm:ipvsadm iptables:iptables curl:curl jq:jq python3:python3 openssl:openssl linux.uml:user-mode-linux modprobe:kmod
    /usr/lib/frr/vrrpd:frr ucarp:ucarp chromium:chromium promtool:prometheus systemd-analyze:systemd unshare:util-linux)
[[ ${FAILOVERIP_NIGHTLY:-} != 1 ]] || peer_tools+=(lintian:lintian)

missing_packages() {
    local tool
    for tool in "${peer_tools[@]}"; do
        command -v "${tool%%:*}" >/dev/null 2>&1 || echo "${tool##*:}"
    done
}

provide_peers() {
    export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
    local missing log=$results/packages.log
    missing=$(missing_packages)
    if [[ -n $missing && $(id -u) -eq 0 ]] && command -v apt-get >/dev/null 2>&1; then
        echo "installing" $missing"…" >&2
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; } </dev/null >"$log" 2>&1 ||
            tail -n 3 "$log" >&2
        missing=$(missing_packages)
    fi
    if [[ $(uname -s) != Linux ]]; then
        leave_out "the tests with real peers (they need Linux)"
    elif [[ $(id -u) -ne 0 ]]; then
        leave_out "the tests with real peers (network namespaces and raw sockets need root)"
    fi
    [[ -z $missing ]] || leave_out "what needs $(echo $missing) (not installed; root and apt-get would install it)"
    provide_prism
    provide_playwright
}

# The mock server that checks each request against the providers' published documents.
provide_prism() {
    local prefix=$root/artifacts/tools/prism
    export FAILOVERIP_PRISM=$prefix/node_modules/.bin/prism
    [[ -x $FAILOVERIP_PRISM ]] && return
    if command -v npm >/dev/null 2>&1; then
        echo "installing prism…" >&2
        npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$prefix" @stoplight/prism-cli@5 </dev/null >"$results/prism.log" 2>&1
        [[ -x $FAILOVERIP_PRISM ]] && return
        tail -n 3 "$results/prism.log" >&2
    fi
    unset FAILOVERIP_PRISM
    leave_out "the tests against the providers' API documents (prism could not be installed)"
}

# Drives the browser that looks at the status page.
provide_playwright() {
    local prefix=$root/artifacts/tools/playwright
    export FAILOVERIP_PLAYWRIGHT=$prefix
    [[ -d $prefix/node_modules/playwright-core ]] && return
    if command -v npm >/dev/null 2>&1; then
        echo "installing playwright-core…" >&2
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$prefix" playwright-core@1 </dev/null >"$results/playwright.log" 2>&1
        [[ -d $prefix/node_modules/playwright-core ]] && return
        tail -n 3 "$results/playwright.log" >&2
    fi
    unset FAILOVERIP_PLAYWRIGHT
    leave_out "the tests of the status page in a browser (playwright-core could not be installed)"
}
