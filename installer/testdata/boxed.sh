#!/bin/bash
# boxed.sh CMD...: runs CMD in PID, mount and cgroup namespaces of its own; /sys/fs/cgroup there holds nothing but CMD.
# A systemd started outside such a box would move every process of the machine into its own cgroup.
# Whatever ends this script, TERM included, the box ends with all its processes and the cgroup goes.
U=/sys/fs/cgroup/unified; [ -d $U ] || U=/sys/fs/cgroup
CUR=$U$(sed -n 's/^0:://p' /proc/self/cgroup); CUR=${CUR%/}; C=$CUR/greenhouse-companion-test-$$

cleanup() {
  trap '' TERM INT PIPE # PIPE: whoever read our output may be dead
  [ -z "$box" ] || { kill -KILL $box; wait $box; } 2>/dev/null
  echo $$ > $CUR/cgroup.procs
  for _ in $(seq 20); do
    find $C -depth -type d -exec rmdir {} \; 2>/dev/null
    [ -d $C ] || break
    sleep .1
  done
}

mkdir $C && echo $$ > $C/cgroup.procs || { rmdir $C; exit 1; }
trap cleanup EXIT
trap 'exit 143' TERM INT
unshare --mount --cgroup --pid --fork --mount-proc --kill-child --propagation private \
  sh -c 'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"' sh "$@" &
box=$!
wait $box; rc=$?
box=
exit $rc
