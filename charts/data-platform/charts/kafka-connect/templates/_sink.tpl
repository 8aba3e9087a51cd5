{{/* Configuration of the sink connector, as JSON text: by the chosen plugin. Takes $. */}}
{{- define "kafkaConnect.sink" -}}
{{- $common := include "kafkaConnect.common" . | fromJson -}}
{{- $own := include (printf "kafkaConnect.%s" .Values.sink.provider) . | fromJson -}}
{{- $config := merge $own $common -}}
{{- range $key, $value := .Values.sink.settings -}}
{{- $_ := set $config $key (include "platform.settingText" $value) -}}
{{- end -}}
{{ toJson $config }}
{{- end -}}

{{/* What Connect itself does for any sink: topics, and what becomes of records that cannot be written. */}}
{{- define "kafkaConnect.common" -}}
{{- $topics := concat (include "platform.topics.cdcList" . | splitList ",") .Values.global.topics.rawLogs -}}
{{ dict
  "tasks.max" (include "platform.settingText" .Values.sink.tasksMax)
  "topics" (join "," $topics)
  "errors.tolerance" "all"
  "errors.log.enable" "true"
  "errors.deadletterqueue.topic.name" .Values.global.topics.deadLetter
  "errors.deadletterqueue.topic.replication.factor" (include "platform.settingText" .Values.global.topics.replicationFactor)
  "errors.deadletterqueue.context.headers.enable" "true" | toJson }}
{{- end -}}

{{/*
Confluent's plugin. Tombstones are passed over: Debezium writes deletions as records of their own
(delete.tombstone.handling.mode `rewrite`), and with `fail`, the default, the first one would stop the sink.
*/}}
{{- define "kafkaConnect.confluent" -}}
{{- $s3 := .Values.global.s3 -}}
{{- $config := dict
  "connector.class" "io.confluent.connect.s3.S3SinkConnector"
  "storage.class" "io.confluent.connect.s3.storage.S3Storage"
  "format.class" "io.confluent.connect.s3.format.json.JsonFormat"
  "s3.bucket.name" (include "platform.s3.bucket" (dict "ctx" . "role" "rawLogs"))
  "s3.region" $s3.region
  "s3.part.size" (include "platform.settingText" .Values.sink.partSizeBytes)
  "topics.dir" .Values.sink.folder
  "partitioner.class" "io.confluent.connect.storage.partitioner.TimeBasedPartitioner"
  "path.format" "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH"
  "partition.duration.ms" "3600000"
  "timestamp.extractor" "Record"
  "locale" "en-US"
  "timezone" "UTC"
  "flush.size" (include "platform.settingText" .Values.sink.recordsPerFile)
  "rotate.interval.ms" (mul .Values.sink.rotateSeconds 1000 | toString)
  "rotate.schedule.interval.ms" (mul .Values.sink.rotateSeconds 1000 | toString)
  "schema.compatibility" "NONE"
  "behavior.on.null.values" "ignore" -}}
{{- with $s3.endpoint -}}
{{- $_ := set $config "store.url" . -}}
{{- end -}}
{{- if $s3.pathStyle -}}
{{- $_ := set $config "s3.path.style.access.enabled" "true" -}}
{{- end -}}
{{ toJson $config }}
{{- end -}}

{{/* Aiven's plugin. It flushes at the worker's offset.flush.interval.ms, and Connect drops the tombstones before it. */}}
{{- define "kafkaConnect.aiven" -}}
{{- $s3 := .Values.global.s3 -}}
{{- $config := dict
  "connector.class" "io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector"
  "aws.s3.bucket.name" (include "platform.s3.bucket" (dict "ctx" . "role" "rawLogs"))
  "aws.s3.region" $s3.region
  "aws.s3.part.size.bytes" (include "platform.settingText" .Values.sink.partSizeBytes)
  "file.name.template" (printf "%s/%s" .Values.sink.folder (.Files.Get "files/aiven-file-name.txt" | trim))
  "file.name.timestamp.source" "EVENT"
  "file.name.timestamp.timezone" "UTC"
  "file.compression.type" "none"
  "file.max.records" (include "platform.settingText" .Values.sink.recordsPerFile)
  "format.output.type" "jsonl"
  "format.output.fields" "value"
  "format.output.envelope" "false"
  "transforms" "dropTombstones"
  "transforms.dropTombstones.type" "org.apache.kafka.connect.transforms.Filter"
  "transforms.dropTombstones.predicate" "isTombstone"
  "predicates" "isTombstone"
  "predicates.isTombstone.type" "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone" -}}
{{- with $s3.endpoint -}}
{{- $_ := set $config "aws.s3.endpoint" . -}}
{{- end -}}
{{ toJson $config }}
{{- end -}}
