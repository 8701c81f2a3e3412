#!/bin/sh
# Registers a gateway and lets it into Mosquitto, which does not know Homeward's register. Prints what the gateway
# needs, once: {"gatewayId", "secret"}, its MQTT user name and password.
#
#   docker/admit-gateway.sh 'Ward 7 hub'
set -eu

name=${1:?usage: docker/admit-gateway.sh NAME}
compose() { docker compose -f "$(dirname "$0")/docker-compose.yml" "$@"; }
field() { printf '%s' "$credential" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

credential=$(compose exec -T clinician homeward register-gateway "$name")
compose exec -T mosquitto mosquitto_passwd -b /mosquitto/data/passwords "$(field gatewayId)" "$(field secret)" >&2
compose exec -T mosquitto chown mosquitto: /mosquitto/data/passwords
compose kill --signal HUP mosquitto >&2
printf '%s\n' "$credential"
