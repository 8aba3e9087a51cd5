{{/*
The job as a SQL script: people's own (job.sql), or the chart's: changes of each captured table and kind, counted in
event-time windows, as Parquet files in one folder per day. Takes $.
*/}}
{{- define "flink.sql" -}}
{{- if .Values.job.sql -}}
{{ .Values.job.sql }}
{{- else -}}
{{- $job := .Values.job -}}
-- Captured changes, as Debezium writes them: flat JSON with the fields that its transform adds.
CREATE TEMPORARY TABLE changes (
  `topic` STRING METADATA VIRTUAL,
  `__op` STRING,
  `__source_ts_ms` BIGINT,
  -- A record that is no change, or cannot be read, has no time; in 1970 it is late, and is left out.
  `changed_at` AS TO_TIMESTAMP_LTZ(COALESCE(`__source_ts_ms`, 0), 3),
  WATERMARK FOR `changed_at` AS `changed_at` - {{ include "flink.interval" $job.watermarkSeconds }}
) WITH (
  'connector' = 'kafka',
  'topic' = '{{ include "platform.topics.cdcList" . | replace "," ";" }}',
  'properties.bootstrap.servers' = '{{ include "platform.kafka.bootstrapServers" . }}',
  'properties.group.id' = '{{ include "platform.kafka.group" (dict "ctx" . "user" "flink") }}',
  'properties.auto.offset.reset' = 'earliest',
  {{- range $key, $value := include "flink.kafkaProperties" . | fromYaml }}
  'properties.{{ $key }}' = '{{ $value | replace "'" "''" }}',
  {{- end }}
  'scan.startup.mode' = 'group-offsets',
  -- A partition without records must not hold the windows of the others open.
  'scan.watermark.idle-timeout' = '{{ $job.idleSeconds }} s',
  'format' = 'json',
  'json.ignore-parse-errors' = 'true'
);

CREATE TEMPORARY TABLE change_counts (
  `window_start` TIMESTAMP(3),
  `window_end` TIMESTAMP(3),
  `topic` STRING,
  `operation` STRING,
  `changes` BIGINT,
  `last_change_at` TIMESTAMP(3),
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = '{{ include "flink.s3" (dict "ctx" . "folder" $job.folder) }}/',
  'format' = 'parquet',
  'parquet.utc-timezone' = 'true',
  -- One file for each checkpoint and task; small ones are put together.
  'auto-compaction' = 'true',
  'sink.partition-commit.policy.kind' = 'success-file'
);

INSERT INTO change_counts
SELECT
  CAST(`window_start` AS TIMESTAMP(3)),
  CAST(`window_end` AS TIMESTAMP(3)),
  `topic`,
  `__op`,
  COUNT(*),
  CAST(MAX(`changed_at`) AS TIMESTAMP(3)),
  DATE_FORMAT(`window_start`, 'yyyy-MM-dd')
FROM TABLE(TUMBLE(TABLE changes, DESCRIPTOR(`changed_at`), {{ include "flink.interval" $job.windowSeconds }}))
GROUP BY `window_start`, `window_end`, `topic`, `__op`;
{{ end -}}
{{- end -}}

{{/*
Security of the Kafka source. The SQL connector carries the Kafka client under another package name, and the client reads user and
password from the mounted files by itself, so that neither is in the script.
*/}}
{{- define "flink.kafkaProperties" -}}
{{- $shaded := "org.apache.flink.kafka.shaded." -}}
{{- if include "platform.kafka.isSecured" . -}}
{{- $userDir := include "platform.kafka.userDir" . -}}
{{- $properties := include "platform.kafka.clientProperties" (dict "ctx" .
  "username" (printf "${directory:%s:username}" $userDir)
  "password" (printf "${directory:%s:password}" $userDir)) | fromYaml -}}
{{- $_ := set $properties "sasl.jaas.config" (get $properties "sasl.jaas.config" | replace "org.apache.kafka." (print $shaded "org.apache.kafka.")) -}}
{{- $_ := set $properties "config.providers" "directory" -}}
{{- $_ := set $properties "config.providers.directory.class" (print $shaded "org.apache.kafka.common.config.provider.DirectoryConfigProvider") -}}
{{- $_ := set $properties "config.providers.directory.param.allowed.paths" "/etc/platform" -}}
{{ toYaml $properties }}
{{- else -}}
{}
{{- end -}}
{{- end -}}

{{/* Seconds as an interval of SQL: INTERVAL '0 00:05:00' DAY TO SECOND. Flink takes seconds alone up to 99 only. */}}
{{- define "flink.interval" -}}
{{- $seconds := int64 . -}}
INTERVAL '{{ div $seconds 86400 }} {{ printf "%02d:%02d:%02d" (mod (div $seconds 3600) 24) (mod (div $seconds 60) 60) (mod $seconds 60) }}' DAY TO SECOND
{{- end -}}
