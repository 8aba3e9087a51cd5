{{/*
Configuration of the source connector, as JSON text; every key is one of the connector's, of its transform, or of Connect.
Takes $.
*/}}
{{- define "debezium.connector" -}}
{{- $connector := .Values.connector -}}
{{- $database := .Values.global.database -}}
{{- $config := dict
  "connector.class" "io.debezium.connector.postgresql.PostgresConnector"
  "tasks.max" "1"
  "database.hostname" (include "platform.database.host" .)
  "database.port" (include "platform.database.port" .)
  "database.user" (printf "${directory:%s:username}" (include "debezium.credentialsDir" .))
  "database.password" (printf "${directory:%s:password}" (include "debezium.credentialsDir" .))
  "database.dbname" (include "platform.database.name" .)
  "database.sslmode" $database.sslMode
  "plugin.name" "pgoutput"
  "publication.name" $database.publication
  "publication.autocreate.mode" "disabled"
  "slot.name" $database.slot
  "slot.failover" (include "platform.settingText" $connector.slotFailover)
  "topic.prefix" .Values.global.topics.prefix
  "table.include.list" (join "," .Values.global.tables)
  "snapshot.mode" $connector.snapshotMode
  "decimal.handling.mode" "string"
  "heartbeat.interval.ms" (mul $connector.heartbeatSeconds 1000 | toString)
  "heartbeat.action.query" (include "platform.database.heartbeatQuery" .)
  "topic.creation.default.replication.factor" (include "platform.settingText" .Values.global.topics.replicationFactor)
  "topic.creation.default.partitions" (include "platform.settingText" .Values.global.topics.partitions)
  "transforms" "unwrap"
  "transforms.unwrap.type" "io.debezium.transforms.ExtractNewRecordState"
  "transforms.unwrap.delete.tombstone.handling.mode" "rewrite"
  "transforms.unwrap.add.fields" "op,source.ts_ms,source.lsn" -}}
{{- range $key, $value := $connector.settings -}}
{{- $_ := set $config $key (include "platform.settingText" $value) -}}
{{- end -}}
{{ toJson $config }}
{{- end -}}

{{/* Folder of the database role's files username and password. */}}
{{- define "debezium.credentialsDir" -}}
/etc/platform/database
{{- end -}}

{{/* What all templates of this chart hand to the shared ones, as YAML text. Takes $. */}}
{{- define "debezium.volumes" -}}
- name: database
  secret:
    secretName: {{ include "platform.database.secret" (dict "ctx" . "role" "debezium") }}
    defaultMode: 0440
    items:
      - key: username
        path: username
      - key: password
        path: password
{{- end -}}

{{- define "debezium.mounts" -}}
- name: database
  mountPath: {{ include "debezium.credentialsDir" . }}
  readOnly: true
{{- end -}}
