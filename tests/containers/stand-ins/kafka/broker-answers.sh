#!/bin/sh
# As Kafka's own program of this name, which is not among the artefacts: asks a broker which requests it knows (request 18,
# version 0), and ends with status 0 once it answers. Called with --bootstrap-server HOST:PORT.
set -eu

exec node -e '
const [host, port] = process.argv.at(-1).split(":");
const ask = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 255, 255]);
const socket = require("node:net").connect(Number(port), host, () => socket.write(ask));
socket.on("data", () => process.exit(0)).on("error", () => process.exit(1)).setTimeout(5000, () => process.exit(1));
' "$2"
