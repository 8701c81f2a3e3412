#!/bin/sh
# Starts Kafka with the settings that are in the environment: KAFKA_NODE_ID is node.id, and so on.
set -eu

settings=/tmp/server.properties
env | grep '^KAFKA_' | while IFS='=' read -r name value; do
  printf '%s=%s\n' "$(printf '%s' "${name#KAFKA_}" | tr 'A-Z_' 'a-z.')" "$value"
done > "$settings"
classes='/opt/kafka/libs/*'
if [ ! -e "$KAFKA_LOG_DIRS/meta.properties" ]; then
  java -cp "$classes" kafka.tools.StorageTool format -t "$(java -cp "$classes" kafka.tools.StorageTool random-uuid)" -c "$settings"
fi
exec java -Xmx512m -XX:+UseSerialGC -cp "$classes" kafka.Kafka "$settings"
