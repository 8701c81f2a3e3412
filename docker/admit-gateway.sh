#!/bin/sh
# Registers a gateway and lets it into Mosquitto, which does not know Homeward's register. Prints what the gateway
# needs, once: {"gatewayId", "secret"}, its MQTT user name and password.
#
#   docker/admit-gateway.sh 'Ward 7 hub'
#
# COMPOSE may name another compose than that of the Docker command line, with its options.
set -eu

name=${1:?usage: docker/admit-gateway.sh NAME}
compose() {
  # Unquoted: it is several words.
  if [ -n "${COMPOSE:-}" ]; then $COMPOSE "$@"; else docker compose -f "$(dirname "$0")/docker-compose.yml" "$@"; fi
}
field() { printf '%s' "$credential" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

credential=$(compose exec -T clinician homeward register-gateway "$name")
compose exec -T mosquitto mosquitto_passwd -b /mosquitto/data/passwords "$(field gatewayId)" "$(field secret)" >&2
compose exec -T mosquitto chown mosquitto: /mosquitto/data/passwords
compose kill -s HUP mosquitto >&2
printf '%s\n' "$credential"
