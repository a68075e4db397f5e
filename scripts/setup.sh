# Sourced by ./test, ./demo, ./bench and ./tenbin, with the root of the repository as current directory:
# installs the Debian packages that a part needs, and builds.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
export TENBIN_CONFIGURATION=Release

# What each part needs beside the .NET SDK.
packages_to_build=(clang llvm libbpf-dev)
packages_to_run=(libbpf1 iproute2)
packages_for_lab=(nginx-light ethtool bpftool nftables mariadb-server libmariadb3 awscli curl)
packages_for_witness=(etcd-server etcd-client)
packages_for_failover=(keepalived heartbeat)
packages_for_bench=(haproxy libnginx-mod-stream wrk iperf3 linux-perf)

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
    local package
    for package in "$@"; do
        [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            printf '%s\n' "$package"
    done
}

# Keeps a package's service from starting while it is installed; put back by let_services_start.
policy=/usr/sbin/policy-rc.d
policy_mark='# Made by Tenbin while it installs packages; remove it if none is being installed.'
policy_is_ours=no
keep_services_stopped() {
    # One of ours that a killed run left behind is taken over, and so removed.
    if [[ -e $policy ]] && ! grep -q --fixed-strings "$policy_mark" "$policy"; then
        return
    fi
    printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy" && chmod 755 "$policy" && policy_is_ours=yes
}
let_services_start() {
    if [[ $policy_is_ours == yes ]]; then
        rm -f "$policy"
        policy_is_ours=no
    fi
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
        -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

apt_update() {
    say "Reading the package lists (apt-get update) ..."
    apt-get update --quiet -o DPkg::Lock::Timeout=600 </dev/null
}

# need_packages NAME...: installs those that are missing; stops the script when it cannot.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is not a Debian system: make sure that you have what these Debian packages hold: $*"
        return
    fi

    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} == 0)) && return

    if ((EUID != 0)); then
        say "Missing Debian packages: ${missing[*]}"
        say "Install them, or run this once as root: apt-get install ${missing[*]}"
        exit 1
    fi

    say "Installing ${missing[*]} (once; may take a few minutes) ..."
    local log
    log=$(mktemp)
    trap let_services_start EXIT
    keep_services_stopped
    if apt_install "${missing[@]}" >"$log" 2>&1 ||
        { apt_update >>"$log" && apt_install "${missing[@]}" >>"$log" 2>&1; }; then
        let_services_start
        rm -f "$log"
        return
    fi
    let_services_start
    cat "$log" >&2
    rm -f "$log"
    say "Could not install ${missing[*]}: see the messages of apt-get above. Is a package mirror reachable?"
    exit 1
}

# need_root WHY
need_root() {
    ((EUID == 0)) && return
    say "$1: run it as root."
    exit 1
}

need_dotnet() {
    command -v dotnet >/dev/null && return
    say "No dotnet command found: install the .NET 10 SDK (https://dotnet.microsoft.com/download) and put it on the PATH."
    exit 1
}

# build PROJECT-OR-SOLUTION: into artifacts/, with no build server of ours left behind.
build() {
    say "Building $1 ..."
    dotnet build "$1" --configuration "$TENBIN_CONFIGURATION" --nologo --verbosity minimal -nodeReuse:false </dev/null
}

# program_of PROJECT [PROGRAM]: where build put its executable.
program_of() {
    printf 'artifacts/bin/%s/%s/%s' "$1" "${TENBIN_CONFIGURATION,,}" "${2:-$1}"
}
