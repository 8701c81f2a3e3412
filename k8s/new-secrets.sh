#!/bin/sh
# Makes the secrets that Homeward itself needs, at random, unless they are there already. k8s/README.md lists the others.
#
#   k8s/new-secrets.sh              for production, where CloudNativePG makes that of Postgres
#   k8s/new-secrets.sh single-node  with that of Postgres
set -eu

namespace=homeward
random() { head -c 32 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_'; }
is_there() { kubectl --namespace "$namespace" get secret "$1" > /dev/null 2>&1; }

kubectl get namespace "$namespace" > /dev/null 2>&1 || kubectl create namespace "$namespace"

if is_there homeward; then
  echo 'The secret homeward is there already; it is left as it is.' >&2
else
  kubectl --namespace "$namespace" create secret generic homeward \
    --from-literal=token-key="$(random)" \
    --from-literal=mqtt-password="$(random)" \
    --from-literal=webhook-secret="whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')" \
    --from-literal=vapid-private-key="$(random)"
fi

if is_there homeward-backup-key; then
  echo 'The secret homeward-backup-key is there already; it is left as it is.' >&2
else
  kubectl --namespace "$namespace" create secret generic homeward-backup-key --from-literal=key="$(random)"
  echo 'No backup can be restored without its key: keep a copy of homeward-backup-key outside of the cluster.' >&2
fi

if [ "${1:-}" != single-node ] && ! is_there homeward-backup-role; then
  kubectl --namespace "$namespace" create secret generic homeward-backup-role \
    --type=kubernetes.io/basic-auth \
    --from-literal=username=homeward_backup --from-literal=password="$(random)"
fi

if [ "${1:-}" = single-node ] && ! is_there homeward-postgres-app; then
  password=$(random)
  kubectl --namespace "$namespace" create secret generic homeward-postgres-app \
    --from-literal=password="$password" \
    --from-literal=uri="postgres://homeward:$password@postgres:5432/homeward"
fi
