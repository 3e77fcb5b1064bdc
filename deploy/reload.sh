#!/bin/sh
# New code without a gap: what `systemctl reload hub` does. Usage: reload.sh PIDFILE
#
# A second gunicorn loads the new code beside the first, on the same socket. When its workers stand, the first
# one finishes its requests and goes. If the new code does not start, the old one stays.
set -eu

pidfile=$1
old=$(cat "$pidfile")
stands() { new=$(cat "$pidfile.2" 2>/dev/null) && test -n "$(cat "/proc/$new/task/$new/children" 2>/dev/null)"; }
took_over() { test "$(cat "$pidfile" 2>/dev/null)" = "$new"; }
wait_for() {
    left=600  # a minute
    until "$1"; do
        left=$((left - 1))
        test "$left" -gt 0 || return 1
        sleep 0.1
    done
}

kill -USR2 "$old"
if ! wait_for stands; then
    echo 'The new code did not start (the log says why); the old code goes on.' >&2
    exit 1
fi
if test -n "${NOTIFY_SOCKET:-}"; then systemd-notify "MAINPID=$new"; fi
kill -TERM "$old"
wait_for took_over
