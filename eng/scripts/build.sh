# Sourced by ./failoverip and ./test (POSIX sh): builds in Release under one lock, so that two of them at once do not write into each
# other's output. Expects $root, the repository.

build_stamp=$root/artifacts/.built
build_lock=$root/artifacts/.build.lock
build_log=$root/artifacts/build.log
tool=$root/artifacts/bin/FailoverIp.Cli/release/failoverip.dll

# True where the tool is there and no source is newer. A directory counts as well: its time changes when a file in it is deleted.
is_built() {
    [ -f "$tool" ] && [ -f "$build_stamp" ] &&
        [ -z "$(find "$root/src" "$root/eng" "$root/global.json" "$root/nuget.config" "$root"/Directory.* -newer "$build_stamp" -print 2>/dev/null | head -n 1)" ]
}

# The SDK wants a home it can write to; without one, or with a read-only one, it gets its own below artifacts/. The user's package sources
# still apply.
prepare_home() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
    if [ -z "${HOME:-}" ]; then
        HOME=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
        export HOME="${HOME:-/nonexistent}"
    fi
    if [ -z "${DOTNET_CLI_HOME:-}" ] && ! { mkdir -p "$HOME/.dotnet" "$HOME/.nuget" && [ -w "$HOME/.dotnet" ] && [ -w "$HOME/.nuget" ]; } 2>/dev/null; then
        export DOTNET_CLI_HOME="$root/artifacts/home"
        mkdir -p "$DOTNET_CLI_HOME/.nuget/NuGet"
        if [ -r "$HOME/.nuget/NuGet/NuGet.Config" ]; then
            cp "$HOME/.nuget/NuGet/NuGet.Config" "$DOTNET_CLI_HOME/.nuget/NuGet/NuGet.Config"
        fi
    fi
}

# build_now WHAT: builds a project or solution. The stamp gets the time before the build began: what is edited meanwhile counts as newer.
build_now() {
    touch "$build_stamp.new"
    # No build servers that outlive the command and hold what they inherited. One compiler for all projects saves a quarter of the time: one of our own, which is ended with the build.
    compiler=failoverip-$$ is_shared=true
    command -v pkill >/dev/null 2>&1 || is_shared=false
    dotnet build "$root/$1" -c Release -v quiet -nologo -tl:off -nodeReuse:false -p:UseSharedCompilation=$is_shared -p:SharedCompilationId=$compiler </dev/null >"$build_log" 2>&1 9>&- &
    build_pid=$!
    trap 'kill "$build_pid" 2>/dev/null; end_compiler; exit 130' INT
    trap 'kill "$build_pid" 2>/dev/null; end_compiler; exit 143' TERM
    wait "$build_pid"
    build_status=$?
    trap - INT TERM
    end_compiler
    if [ "$build_status" -eq 0 ]; then
        mv "$build_stamp.new" "$build_stamp"
    else
        echo "the build failed; the whole output is in $build_log" >&2
        grep -E '(error|warning) [A-Z]*[0-9]+|: error' "$build_log" | sort -u | head -n 40 >&2 || true
        grep -qE '(error|warning) [A-Z]*[0-9]+|: error' "$build_log" || tail -n 20 "$build_log" >&2
    fi
    return "$build_status"
}

end_compiler() { pkill -f -- "-pipename:$compiler" 2>/dev/null || true; }

# with_build_lock COMMAND…: one at a time per clone; where flock is missing, without a lock.
with_build_lock() {
    mkdir -p "$root/artifacts" || return 1
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$build_lock" || return 1
        flock 9
    fi
    "$@"
    locked_status=$?
    exec 9>&-
    return "$locked_status"
}
