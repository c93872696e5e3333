#!/bin/bash
# debian.sh ROOT FOLDER FIRST SECOND: only inside boxed.sh. Boots the Debian in ROOT, of which nothing is changed, and
# lives through the life of the package: FOLDER holds two versions of it. Says what it found; the first thing that is
# not as it should be ends it.
set -u
root=$1 folder=$2 first=$3 second=$4
log=$(mktemp)
trap 'rm -f "$log"' EXIT

systemd-nspawn -q -D "$root" --volatile=overlay --bind-ro="$folder":/packages --boot --register=no --keep-unit \
  --private-network --machine=t$$ --kill-signal=SIGRTMIN+3 --console=pipe >"$log" 2>&1 </dev/null & nspawn=$!

wait_for() { # wait_for COMMAND...: for half a minute
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep .1; done
  return 1
}
inside() { nsenter -t "$leader" -a -r -w env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
as() { inside runuser -u "$1" -- env HOME="/home/$1" XDG_RUNTIME_DIR="/run/user/$(inside id -u "$1")" "${@:2}"; }
service() { as "$1" systemctl --user is-active --quiet greenhouse-companion; }
stopped() { ! service "$1"; }
login() { inside loginctl enable-linger "$1" && wait_for as "$1" systemctl --user show --property=Version; }
process() { as "$1" systemctl --user show --property=MainPID --value greenhouse-companion; }
runs_what_is_installed() { [ "$(inside readlink "/proc/$(process "$1")/exe")" = /usr/bin/greenhouse-companion ]; }
booted() { leader=$(pgrep -P $nspawn | head -1) && inside systemctl is-system-running | grep -qE 'running|degraded'; }
processes() { pgrep "$@" greenhouse-comp; } # the kernel keeps 15 letters; this side of the box sees what runs inside
files() { # the package manager keeps notes of its own
  inside find / -xdev \( -path /proc -o -path /sys -o -path /packages -o -path /var/lib/dpkg -o -path /var/log \
    -o -path '/home/*/.local' \) -prune -o -name '*greenhouse*companion*' -print
}
check() { # check WORDS COMMAND...
  if "${@:2}"; then echo "ok: $1"; else
    echo "not so: $1"
    cat "$log"
    inside journalctl --no-pager -n 60
    exit 1
  fi
}
nothing() { [ -z "$("$@")" ] || { "$@"; false; }; }

wait_for booted || { cat "$log"; echo "not so: Debian boots"; exit 1; }
for person in ann ben; do inside useradd --create-home --shell /bin/sh $person; done
check "ben is logged in before" login ben
check "so is root, whose manager starts what is for everybody too" inside loginctl enable-linger root

check "the package installs" inside dpkg -i "/packages/$first"
check "the service comes up for who is logged in" wait_for service ben
check "ann logs in after" login ann
check "the service comes up at login" wait_for service ann
check "it answers" wait_for as ann greenhouse-companion status
check "nobody else has one" nothing processes -u root
for manifest in /etc/chromium/native-messaging-hosts /etc/opt/chrome/native-messaging-hosts /etc/opt/edge/native-messaging-hosts \
  /usr/lib/mozilla/native-messaging-hosts; do
  check "browsers find the host in $manifest" inside grep -q '"/usr/bin/greenhouse-companion-host"' $manifest/com.greenhouse_companion.host.json
done
check "ann may install it for herself as well" as ann greenhouse-companion install
check "that leaves a unit in her home" inside test -f /home/ann/.config/systemd/user/greenhouse-companion.service
check "ben switches it off" as ben systemctl --user stop greenhouse-companion

before=$(process ann)
check "the next version installs" inside dpkg -i "/packages/$second"
newer() { [ "$(process ann)" != "$before" ] && runs_what_is_installed ann && service ann; }
check "ann's service is the new one" wait_for newer
check "what ben switched off stays off" stopped ben

as ben systemctl --user start greenhouse-companion
check "the package can be removed" inside dpkg -r greenhouse-companion
check "no process is left" nothing processes
check "no file is left" nothing files
check "no folder is left" inside test ! -e /etc/opt/edge
check "ann's data is left" inside test -d /home/ann/.local/share/greenhouse-companion
check "nothing remembers a failed service" nothing as ann systemctl --user list-units --no-legend --all 'greenhouse*'
check "the package can be purged" inside dpkg -P greenhouse-companion
check "nothing is noted any more" nothing inside dpkg-query -W -f '${Package}' 'greenhouse*'
inside systemctl poweroff
wait $nspawn
exit 0
