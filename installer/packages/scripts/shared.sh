#!/bin/sh
# What a package does besides placing files. A system without systemd, such as a container, has nothing to do.
unit=greenhouse-companion.service
command -v systemctl >/dev/null 2>&1 && command -v runuser >/dev/null 2>&1 || exit 0

# sessions ARGUMENT...: systemctl --user for everybody who is logged in. A session that does not answer holds nobody up.
sessions() {
  for socket in /run/user/*/systemd/private; do
    [ -S "$socket" ] || continue
    folder=${socket%/systemd/private}
    person=$(getent passwd "${folder##*/}" | cut -d: -f1)
    [ -n "$person" ] || continue
    runuser -u "$person" -- env XDG_RUNTIME_DIR="$folder" timeout 60 systemctl --user "$@" >/dev/null 2>&1 || :
  done
}

# tidy_homes removes the unit and the manifests that the program wrote for people of this computer: they name programs
# that are about to go. It works as each person, so no link in a home leads it anywhere else. People's data stays.
tidy_homes() {
  getent passwd | while IFS=: read -r person _ uid _ _ home _; do
    [ "$uid" -ge 1000 ] && [ "$uid" -ne 65534 ] && [ -d "$home" ] || continue
    runuser -u "$person" -- sh -c '
      cd "$1" || exit
      shift
      for file in "$@"; do
        grep -qsF /usr/bin/greenhouse-companion "$file" || continue
        rm -f "$file"
        [ "${file##*.}" != service ] || rm -f "${file%/*}/default.target.wants/${file##*/}"
        rmdir "${file%/*}" 2>/dev/null
      done' sh "$home" @PERSONAL@ </dev/null || :
  done
}

# The service starts at everybody's next login, and now for those who are logged in.
first_install() {
  systemctl --global --quiet enable "$unit" || :
  sessions daemon-reload
  sessions --no-block start "$unit"
}

# Who has switched the service off keeps it off.
upgraded() {
  sessions daemon-reload
  sessions --no-block try-restart "$unit"
}

# The files in homes go first: a browser's host starts a service that it finds there.
before_removal() {
  systemctl --global --quiet disable "$unit" || :
  tidy_homes
  sessions stop "$unit"
}

after_removal() {
  sessions daemon-reload
  sessions reset-failed "$unit"
}

