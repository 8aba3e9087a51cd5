#!/bin/bash
# Beside each broker under sasl-ssl: keeps Kafka's users and their rights as the Secrets and rights.txt say.
# The brokers' own start does not need it, but their clients do, so it cannot be a job that waits for them.
# Passwords go through file descriptors and the environment, never through arguments.
set -uo pipefail
trap 'exit 0' TERM

api="https://$HOST:$ADMIN_PORT/v1/security/users"
export RPK_BROKERS="$HOST:$KAFKA_PORT" RPK_TLS_ENABLED=true RPK_TLS_CA="$CA" RPK_SASL_MECHANISM="$MECHANISM"
admin=$(cat /users/admin/username)
password=$(cat /users/admin/password)

escaped() { sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' <<<"$1"; }

# call METHOD PATH [BODY]: the answer's body; fails on an answer that is not 2xx. A broker that does not lead the
# cluster sends us on to the one that does.
call() {
  curl --silent --show-error --fail --max-time 10 --cacert "$CA" --request "$1" \
    --location-trusted --max-redirs 3 --proto-redir =https \
    --config <(printf 'user = "%s:%s"\n' "$(escaped "$admin")" "$(escaped "$password")") \
    ${3:+--header 'Content-Type: application/json' --data @<(printf '%s' "$3")} "$api$2"
}

# Makes one user, or gives it the password that its Secret holds now.
put_user() {
  local name secret body
  name=$(cat "$1/username")
  secret=$(cat "$1/password")
  [[ $name =~ ^[A-Za-z0-9._-]+$ ]] || { echo "the user name in $1 may hold letters, digits, . _ - only" >&2; return 1; }
  body=$(printf '"password":"%s","algorithm":"%s"' "$(escaped "$secret")" "$MECHANISM")
  if grep -q "\"$name\"" <<<"$known"; then
    call PUT "/$name" "{$body}"
  else
    call POST "" "{\"username\":\"$name\",$body}"
  fi >/dev/null || return 1
  # From here on the old password opens nothing.
  if [ "$name" = "$admin" ]; then password=$secret; fi
}

# Each line of rights.txt: whose Secret, then what `rpk security acl create` is told.
grant() {
  local user arguments
  while read -r user arguments; do
    # shellcheck disable=SC2086
    RPK_USER="$admin" RPK_PASS="$password" rpk security acl create \
      --allow-principal "User:$(cat "/users/$user/username")" $arguments >/dev/null || return 1
  done </config/rights.txt
}

apply() {
  known=$(call GET "") || return 1
  local user
  for user in /users/*; do put_user "$user" || return 1; done
  grant
}

applied=""
while true; do
  wanted=$(cat /users/*/username /users/*/password /config/rights.txt | sha256sum)
  if [ "$wanted" != "$applied" ]; then
    if apply; then
      applied=$wanted
      echo "users and rights are as wanted"
    else
      echo "users or rights could not be set; trying again" >&2
    fi
  fi
  sleep 10 &
  wait $!
done
