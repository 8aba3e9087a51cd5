#!/bin/sh
# Waits for the database, hands the settings to the session and runs database-init.sql. Passwords go from
# the environment through psql's own variables: never into arguments, and not into the server's log.
set -eu
until pg_isready --quiet; do
  echo "waiting for $PGHOST:$PGPORT"
  sleep 2
done
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file - <<'SQL'
\getenv debezium_user DEBEZIUM_USERNAME
\getenv debezium_password DEBEZIUM_PASSWORD
\getenv exporter_user EXPORTER_USERNAME
\getenv exporter_password EXPORTER_PASSWORD
\getenv app_user APP_USERNAME
\getenv app_password APP_PASSWORD
\getenv tables TABLES
\getenv publication PUBLICATION
\getenv heartbeat_table HEARTBEAT_TABLE
\getenv example_tables EXAMPLE_TABLES
\getenv full_identity FULL_IDENTITY
\o /dev/null
SELECT set_config('log_statement', 'none', false) FROM pg_roles WHERE rolname = current_user AND rolsuper;
SELECT set_config('platform.debezium_user', :'debezium_user', false),
       set_config('platform.debezium_password', :'debezium_password', false),
       set_config('platform.exporter_user', :'exporter_user', false),
       set_config('platform.exporter_password', :'exporter_password', false),
       set_config('platform.app_user', :'app_user', false),
       set_config('platform.app_password', :'app_password', false),
       set_config('platform.tables', :'tables', false),
       set_config('platform.publication', :'publication', false),
       set_config('platform.heartbeat_table', :'heartbeat_table', false),
       set_config('platform.example_tables', :'example_tables', false),
       set_config('platform.full_identity', :'full_identity', false);
\o
\i /files/database-init.sql
SQL
echo "the database is ready"
