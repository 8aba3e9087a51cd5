#!/bin/sh
# After each start: give the superuser the password that the Secret holds now. The image itself reads it
# only when the database is made, so that a changed Secret would lock everyone out. The socket inside the
# pod needs no password; the statement goes through standard input and is not logged.
set -eu
until pg_isready --quiet --host 127.0.0.1 --port "$PGPORT"; do sleep 1; done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv username POSTGRES_USER
\getenv password POSTGRES_PASSWORD
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
ALTER ROLE :"username" PASSWORD :'password';
SQL
