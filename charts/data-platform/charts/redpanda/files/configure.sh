#!/bin/bash
# Before each start: this broker's own addresses and zone into its configuration, which rpk wants writable.
set -euo pipefail
sed -e "s|@HOST@|${POD_NAME}.${BROKER_DOMAIN}|g" -e "s|@RACK@|${ZONE:-}|g" /config/redpanda.yaml |
  sed -e '/^  rack: ""$/d' >/etc/redpanda/redpanda.yaml
cp /config/bootstrap.yaml /etc/redpanda/.bootstrap.yaml
if [ -n "${ADMIN_USERNAME:-}" ]; then
  printf 'superusers: ["%s"]\n' "$ADMIN_USERNAME" >>/etc/redpanda/.bootstrap.yaml
fi
