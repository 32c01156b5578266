# Sourced by ./package: how each kind is made. Expects $root, $output, $work, $version, $runtime, $architecture, $build and SOURCE_DATE_EPOCH.

# A build of its own beside the one that ./test and ./failoverip use: other settings, another version, and files that run while we build stay as they are.
dotnet_quietly() {
    local log=$work/$1.log
    shift
    dotnet "$@" -p:Configuration=Release -verbosity:quiet -nologo -tl:off -nodeReuse:false -p:UseSharedCompilation=false </dev/null >"$log" 2>&1 && return
    echo "package: the build failed; the whole output is in $log" >&2
    grep -E 'error|warning' "$log" | sort -u | head -n 20 >&2
    return 1
}

# wholly STEP: ends ./package at the first command of a step that fails. To be called as it is: to the left of || or && the shell goes on behind a failure.
wholly() {
    (set -e; "$1")
    (($? == 0)) || { echo "package: $1 failed" >&2; exit 1; }
}

made() { echo "$output/$1"; }

pack() {
    # A comma would end the value of a property.
    local project name options=("-p:Kinds=${kinds//,/-}" "-p:PackageOutputPath=$output" "-p:Version=$version")
    if [[ $build == true ]]; then
        options+=(-p:ContinuousIntegrationBuild=true "-p:ArtifactsPath=$work/build")
        dotnet_quietly restore msbuild eng/package.proj -t:Restore "${options[@]}" || return 1
    else
        options+=(-p:NoBuild=true)
    fi
    for project in src/*/; do
        rm -f "$output/$(basename "$project")".[0-9]*.nupkg "$output/$(basename "$project")".[0-9]*.snupkg
    done
    dotnet_quietly pack msbuild eng/package.proj -t:Pack -m "${options[@]}" || return 1
    for project in src/*/; do
        name=$(basename "$project").$version.nupkg
        [[ ! -f $output/$name ]] || made "$name"
    done
}

publish() {
    rm -rf "$work/publish"
    dotnet_quietly publish publish src/FailoverIp.Cli -r "$runtime" -o "$work/publish" "-p:Version=$version" -p:ContinuousIntegrationBuild=true "-p:ArtifactsPath=$work/build" && return
    if grep -q "NU1101.*$runtime" "$work/publish.log"; then
        echo "package: the package sources have no .NET runtime for $runtime" >&2
    fi
    return 1
}

# What both have in common: the program, its page, its unit, an example, and whose work it contains.
lay_out() {
    local packages notices
    rm -rf "$tree"
    mkdir -p "$tree"/{lib,systemd,man,doc}
    cp -r "$work/publish/." "$tree/lib/"
    find "$tree/lib" -type f -exec chmod 0644 {} +
    chmod 0755 "$tree/lib/failoverip"
    rm -f "$tree"/lib/*.pdb "$tree"/lib/createdump
    cp packaging/systemd/* "$tree/systemd/"
    sed "s/@VERSION@/$version/; s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)/" packaging/man/failoverip.8 >"$tree/man/failoverip.8"
    cp LICENSE README.md packaging/failoverip.json.example "$tree/doc/"
    packages=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
    notices=$(find "$packages/microsoft.netcore.app.runtime.$runtime" -iname 'third-party-notices.txt' 2>/dev/null | sort | tail -n 1) || notices=
    if [[ -n $notices ]]; then cp "$notices" "$tree/doc/dotnet-third-party-notices.txt"; fi
    cp packaging/debian/copyright "$tree/doc/copyright"
    find "$tree/doc" "$tree/man" "$tree/systemd" -type f -exec chmod 0644 {} +
    settle "$tree"
}

# The same times for everything.
settle() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

make_tarball() {
    local name=failoverip-$version-$runtime.tar.gz
    ln -sf lib/failoverip "$tree/failoverip"
    settle "$tree"
    tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu -cf - "$(basename "$tree")" | gzip -n -9 >"$output/$name"
    made "$name"
}

make_deb() {
    local stage=$work/deb-$architecture debian=${version/-/\~} name size date
    name=failoverip_${debian}_$architecture.deb
    rm -rf "$stage"
    mkdir -p "$stage"/{DEBIAN,usr/bin,usr/lib/failoverip,lib/systemd/system,etc/failoverip,usr/share/man/man8,usr/share/doc/failoverip/examples,usr/share/lintian/overrides}
    cp -r "$tree/lib/." "$stage/usr/lib/failoverip/"
    ln -s ../lib/failoverip/failoverip "$stage/usr/bin/failoverip"
    sed 1d "$tree/systemd/failoverip.service" >"$stage/lib/systemd/system/failoverip.service"
    cp "$tree/systemd/scripts-as-root.conf" "$stage/usr/share/doc/failoverip/examples/"
    cp packaging/failoverip.json.example "$stage/etc/failoverip/failoverip.json.example"
    gzip -n -9 -c "$tree/man/failoverip.8" >"$stage/usr/share/man/man8/failoverip.8.gz"
    cp packaging/debian/copyright "$stage/usr/share/doc/failoverip/"
    if [[ -f $tree/doc/dotnet-third-party-notices.txt ]]; then
        gzip -n -9 -c "$tree/doc/dotnet-third-party-notices.txt" >"$stage/usr/share/doc/failoverip/dotnet-third-party-notices.txt.gz"
    fi
    date=$(date -u -R -d "@$SOURCE_DATE_EPOCH")
    printf 'failoverip (%s) unstable; urgency=medium\n\n  * What has changed is in CHANGELOG.md.\n\n -- FailoverIp contributors <failoverip@example.org>  %s\n' \
        "$debian" "$date" | gzip -n -9 >"$stage/usr/share/doc/failoverip/changelog.gz"
    cp packaging/debian/lintian-overrides "$stage/usr/share/lintian/overrides/failoverip"
    cp packaging/debian/{conffiles,postinst,prerm,postrm} "$stage/DEBIAN/"
    chmod 0644 "$stage/DEBIAN/conffiles"
    chmod 0755 "$stage"/DEBIAN/{postinst,prerm,postrm}
    (cd "$stage"; find . -type f -not -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    size=$(du -sk --apparent-size --exclude=DEBIAN "$stage" | cut -f1)
    sed "s/@VERSION@/$debian/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/" packaging/debian/control >"$stage/DEBIAN/control"
    find "$stage" -type d -exec chmod 0755 {} +
    find "$stage/usr" "$stage/lib" "$stage/etc" -type f -not -path '*/lib/failoverip/failoverip' -exec chmod 0644 {} +
    settle "$stage"
    dpkg-deb --root-owner-group -Zxz --build "$stage" "$output/$name" >"$work/deb.log" 2>&1 || { cat "$work/deb.log" >&2; return 1; }
    made "$name"
}
