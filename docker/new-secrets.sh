#!/bin/sh
# Writes docker/.env with passwords and keys of this installation's own, unless it is there already.
set -eu

cd "$(dirname "$0")"
if [ -e .env ]; then
  echo "docker/.env is there already; it is left as it is." >&2
  exit 0
fi
# base64url, which needs no quoting in a URL.
random() { head -c 32 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_'; }
umask 077
cat > .env <<END
POSTGRES_PASSWORD=$(random)
MQTT_PASSWORD=$(random)
TOKEN_KEY=$(random)
# For trying Homeward out. Take this line out and set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET before patients come.
OIDC_EMBEDDED_IN_PRODUCTION=yes
END
echo "Wrote docker/.env: keep it, and keep it secret." >&2
