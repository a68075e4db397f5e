# Sourced after scripts/setup.sh: Debian's own kernel for virtual machines, unpacked and not installed.
# shellcheck shell=bash

packages_for_vm=(busybox-static cpio qemu-system-x86)
guest_kernel=artifacts/guest-kernel

# fetch_guest_kernel: leaves boot/vmlinuz-* and lib/modules in $guest_kernel; this machine keeps the kernel that it has.
fetch_guest_kernel() {
    compgen -G "$guest_kernel/boot/vmlinuz-*" >/dev/null && return
    local package
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends: linux-image/ { print $2; exit }')
    [[ -n $package ]] || { apt_update >&2; package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ { print $2; exit }'); }
    say "Fetching $package ..."
    rm -rf "$guest_kernel.new"
    mkdir -p "$guest_kernel.new"
    (cd "$guest_kernel.new" && apt-get download --quiet "$package" >/dev/null 2>&1 && dpkg -x "$package"_*.deb . && rm ./*.deb) ||
        { say "Could not fetch $package."; return 1; }
    mv "$guest_kernel.new" "$guest_kernel"
}
