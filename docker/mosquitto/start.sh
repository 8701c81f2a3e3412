#!/bin/sh
# Starts Mosquitto, after having put the gateway service's own password into the file of passwords.
set -eu

passwords=${MOSQUITTO_PASSWORDS:-/mosquitto/data/passwords}
touch "$passwords"
chmod 0600 "$passwords"
mosquitto_passwd -b "$passwords" homeward "$MQTT_PASSWORD"
if [ "$(id -u)" = 0 ]; then chown -R mosquitto: "$(dirname "$passwords")"; fi
exec mosquitto -c "${MOSQUITTO_CONFIGURATION:-/mosquitto/config/mosquitto.conf}"
