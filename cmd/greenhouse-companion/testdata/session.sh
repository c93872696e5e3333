#!/bin/bash
# session.sh BIN: run by user.sh in two login sessions, one after the other. The real program is installed, killed, found
# again after the next login, and removed; each step says what went wrong.
set -u
PATH=$1:$PATH
UNIT=greenhouse-companion.service

fail() { echo "FAILED in $PHASE: $*"; cat "$HOME/manager.log"; exit 1; }
main_pid() { systemctl --user show --property=MainPID --value $UNIT; }
answers() { for _ in $(seq 100); do greenhouse-companion status >/dev/null 2>&1 && return; sleep .05; done; return 1; }
files() { find "$HOME" -path '*greenhouse*'; }

case $PHASE in
first-login)
  greenhouse-companion install || fail "install"
  answers || fail "the service does not answer after install"
  first=$(main_pid)
  kill -9 "$first"
  answers || fail "the service did not come back within 5 seconds of a crash"
  second=$(main_pid)
  [ "$first" != "$second" ] || fail "the same process answers after kill -9"
  greenhouse-companion install | grep -q '^unchanged' || fail "a second install changes things"
  [ "$(main_pid)" = "$second" ] || fail "a second install restarted the service"
  greenhouse-companion stop && ! greenhouse-companion status >/dev/null 2>&1 || fail "stop"
  greenhouse-companion start && answers || fail "start"
  echo '{"id": 1, "name": "Ada Example"}' | greenhouse-companion add - --prospect || fail "add"
  ;;
second-login)
  answers || fail "the service did not start at login"
  greenhouse-companion queue list | grep -q 'Ada Example' || fail "the person is gone after a new login"
  greenhouse-companion uninstall | grep -q '^1 people have not arrived' || fail "uninstall does not tell who is left"
  systemctl --user cat $UNIT >/dev/null 2>&1 && fail "the unit is still there"
  pgrep -x greenhouse-comp && fail "a process is left"
  [ "$(files | grep -v '/share/greenhouse-companion')" = "" ] || fail "left: $(files)"
  [ -d "$HOME/.local/share/greenhouse-companion/queue" ] || fail "the person who has not arrived was not kept"
  greenhouse-companion uninstall --purge || fail "purge"
  [ "$(files)" = "" ] || fail "left after purge: $(files)"
  echo "ALL IS WELL"
  ;;
esac
