#!/bin/sh
# Runs a command in a network of its own whose one way out leads nowhere, so that every packet on it is Bearing's.
# Exit code 77: this machine makes no such network.
set -eu
if [ "${1:-}" != --inside ]; then
  here=$0
  # As an ordinary user one is root only inside.
  if [ "$(id -u)" = 0 ]; then set -- unshare --net -- "$here" --inside "$@"; else set -- unshare --user --map-root-user --net -- "$here" --inside "$@"; fi
  command -v unshare >/dev/null && command -v ip >/dev/null || { echo 'unshare or ip is missing' >&2; exit 77; }
  first=$1; shift
  exec "$first" "$@"
fi
shift
{
  ip link set lo up
  ip link add out0 type veth peer name far0
  # Without IPv6 the kernel itself sends nothing.
  ip link set out0 addrgenmode none
  ip link set far0 addrgenmode none
  ip addr add 192.0.2.2/24 dev out0
  ip link set out0 up
  ip link set far0 up
  ip route add default via 192.0.2.1 dev out0
  ip neigh replace 192.0.2.1 lladdr 02:00:00:00:00:01 dev out0
} 2>/tmp/bearing-net.$$ || { cat /tmp/bearing-net.$$ >&2; rm -f /tmp/bearing-net.$$; exit 77; }
rm -f /tmp/bearing-net.$$
exec "$@"
