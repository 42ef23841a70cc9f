# Runs the first commands of the README on a machine of its own: what `/` (or the folder LOWER)
# holds, with a layer over it that is gone afterwards. Started by `unshare --mount --pid --fork`.
#
# WORK   a folder for what needs room: the clone in WORK/bare/repo, and what is said
# LOWER  the root of the machine below
# PURGE  packages that this machine shall not have
set -eu

layer="$WORK/layer"
root="$layer/root"
mkdir -p "$layer"
mount --make-rprivate /
mount -t tmpfs -o size=80% tmpfs "$layer"
mkdir "$layer/upper" "$layer/work" "$root"
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$layer/upper,workdir=$layer/work" "$root"
mkdir -p "$root/bare" "$root/proc" "$root/dev" "$root/tmp"
mount --bind "$WORK/bare" "$root/bare"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
chmod 1777 "$root/tmp"
# It may be a link to a place that is mounted only below.
cat /etc/resolv.conf > "$layer/resolv.conf"
rm -f "$root/etc/resolv.conf"
cp "$layer/resolv.conf" "$root/etc/resolv.conf"
# Whoever vouches for the network's hosts on the machine below does so here too.
if [ -e /etc/ssl/certs/ca-certificates.crt ] && [ "$LOWER" != / ]; then
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
fi
# Services of the machine below are not this one's.
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"

export PURGE DEBIAN_FRONTEND=noninteractive FORK_TEST_STOP_BEFORE_BUILD=1
exec chroot "$root" sh -eu -c '
    cd /bare
    if [ -n "$PURGE" ]; then
        apt-get purge --yes --quiet $PURGE > purge.log 2>&1 || { tail -n 5 purge.log; exit 3; }
        if ! llvm-config --version > llvm-config.log 2>&1; then
            printf "#!/bin/sh\necho 14.0.6\n" > /usr/local/bin/llvm-config
            chmod +x /usr/local/bin/llvm-config
        fi
    fi
    installed() { dpkg-query --show --showformat="\${db:Status-Abbrev} \${Package}\n" | sed -n "s/^ii  *//p"; }
    installed > installed.before
    apt-mark showmanual > manual.before
    cd repo
    said() { name=$1; shift; code=0; "$@" > ../$name.log 2>&1 < /dev/null || code=$?; echo $code > ../$name.code; }
    said doctor.before ./x.py doctor
    said run ./x.py run
    said doctor.after ./x.py doctor
    apt-mark showmanual > ../manual.after
'
