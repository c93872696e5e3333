#!/bin/bash
# user.sh CMD...: only inside boxed.sh. Logs a user in and out twice, each time with a systemd user manager of its own,
# and runs CMD in every session with PHASE saying in which. What keeps the manager from starting is in
# $HOME/manager.log.
mount -t tmpfs tmpfs /run || exit 1
mkdir -p /run/systemd/system /run/user/0 && chmod 700 /run/user/0 || exit 1
export XDG_RUNTIME_DIR=/run/user/0 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/0/bus SYSTEMD_LOG_TARGET=console

login() {
  /lib/systemd/systemd --user >> "$HOME/manager.log" 2>&1 & manager=$!
  until systemctl --user is-system-running 2>/dev/null | grep -qxE 'running|degraded'; do
    kill -0 $manager || exit 1
    sleep .05
  done
}

logout() {
  kill $manager
  wait $manager
}

for PHASE in first-login second-login; do
  export PHASE
  login
  "$@" || exit 1
  logout
done
