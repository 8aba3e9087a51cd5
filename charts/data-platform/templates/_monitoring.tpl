{{/*
What is watched, said once: the operator's objects and the plain Prometheus files are made from the same lists.
All take the umbrella's $.
*/}}

{{/* Labels by which the Prometheus operator finds our monitors and rules: (dict "ctx" $). */}}
{{- define "platform.monitoring.labels" -}}
{{- with .ctx.Values.global.monitoring.labels }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/* Pods that are scraped, as a JSON array: component (also the job's name), name of the port, its number, path. */}}
{{- define "platform.monitoring.targets" -}}
{{- $targets := list -}}
{{- if .Values.redpanda.enabled -}}
{{- $targets = append $targets (dict "component" "redpanda" "port" "admin" "number" .Values.global.kafka.ports.admin "path" "/public_metrics") -}}
{{- end -}}
{{- $agent := include "platform.connect.metricsPort" . | int -}}
{{- range $name, $values := dict "debezium" .Values.debezium "kafka-connect" .Values.kafkaConnect -}}
{{- if and $values.enabled $values.metrics.enabled -}}
{{- $targets = append $targets (dict "component" $name "port" "metrics" "number" $agent "path" "/metrics") -}}
{{- end -}}
{{- end -}}
{{- if .Values.flink.enabled -}}
{{- $port := (include "flink.ports" . | fromYaml).metrics -}}
{{- range list "flink-jobmanager" "flink-taskmanager" -}}
{{- $targets = append $targets (dict "component" . "port" "metrics" "number" $port "path" "/metrics") -}}
{{- end -}}
{{- end -}}
{{- $targets = append $targets (dict "component" "postgres-exporter" "port" "metrics" "number" 9187 "path" "/metrics") -}}
{{- $targets = append $targets (dict "component" "blackbox" "port" "http" "number" 9115 "path" "/metrics") -}}
{{ $targets | toJson }}
{{- end -}}

{{/*
What the prober asks, as a JSON object: addresses by module. `to` and `ports` of each are for the network policies;
an address outside has `outside`.
*/}}
{{- define "platform.monitoring.probes" -}}
{{- $values := .Values -}}
{{- $probes := list -}}
{{- $kafka := dict "module" "tcp" "port" (include "platform.kafka.port" . | int) -}}
{{- range splitList "," (include "platform.kafka.bootstrapServers" .) -}}
{{- $place := ternary (dict "to" "redpanda") (dict "outside" "kafka") $values.redpanda.enabled -}}
{{- $probes = append $probes (merge (dict "module" "tcp" "address" . "port" (splitList ":" . | last | int)) $place) -}}
{{- end -}}
{{- $database := printf "%s:%s" (include "platform.database.host" .) (include "platform.database.port" .) -}}
{{- $place := ternary (dict "to" "postgresql") (dict "outside" "database") .Values.postgresql.enabled -}}
{{- $probes = append $probes (merge (dict "module" "tcp" "address" $database "port" (include "platform.database.port" . | int)) $place) -}}
{{- if .Values.redpanda.enabled -}}
{{- $port := .Values.global.kafka.ports.admin | int -}}
{{- $url := printf "http://%s:%d/v1/status/ready" (include "platform.host" (dict "ctx" . "component" "redpanda")) $port -}}
{{- $probes = append $probes (dict "module" "http" "address" $url "to" "redpanda" "port" $port) -}}
{{- end -}}
{{- range $name, $part := dict "debezium" .Values.debezium "kafka-connect" .Values.kafkaConnect -}}
{{- if $part.enabled -}}
{{- $port := include "platform.connect.port" $ | int -}}
{{- $url := printf "http://%s:%d/health" (include "platform.host" (dict "ctx" $ "component" $name)) $port -}}
{{- $probes = append $probes (dict "module" "http" "address" $url "to" $name "port" $port) -}}
{{- end -}}
{{- end -}}
{{- if .Values.flink.enabled -}}
{{- $port := (include "flink.ports" . | fromYaml).rest | int -}}
{{- $url := printf "http://%s:%d/overview" (include "platform.host" (dict "ctx" . "component" "flink-jobmanager")) $port -}}
{{- $probes = append $probes (dict "module" "http" "address" $url "to" "flink-jobmanager" "port" $port) -}}
{{- end -}}
{{- if or .Values.kafkaConnect.enabled .Values.flink.enabled -}}
{{- $s3 := .Values.global.s3.endpoint | default (printf "https://s3.%s.amazonaws.com" .Values.global.s3.region) -}}
{{- $probes = append $probes (dict "module" "reachable" "address" $s3 "outside" "s3" "port" (include "platform.s3.ports" . | fromJsonArray | first)) -}}
{{- end -}}
{{ $probes | toJson }}
{{- end -}}

{{/*
Groups of alerting rules, as YAML. They are files, so that Prometheus' own braces reach it untouched; what
depends on this platform stands in them as a word with a dollar sign.
*/}}
{{- define "platform.monitoring.ruleGroups" -}}
{{- $alerts := .Values.monitoring.alerts -}}
{{- $words := dict
  "$NAMESPACE" .Release.Namespace
  "$CONNECTION_RATIO" $alerts.connectionRatio
  "$SLOT_BYTES" (printf "%.0f" (mulf $alerts.slotGibibytes 1073741824))
  "$LAG_RECORDS" (int64 $alerts.lagRecords)
  "$BEHIND_MS" (mul (int64 $alerts.behindSeconds) 1000) -}}
{{- $groups := list (list "connections" "connections" "") (list "database" "database" "") -}}
{{- if .Values.redpanda.enabled }}{{ $groups = append $groups (list "brokers" "brokers" "") }}{{ end -}}
{{- range $name, $part := dict "debezium" .Values.debezium "kafka-connect" .Values.kafkaConnect -}}
{{- if and $part.enabled $part.metrics.enabled }}{{ $groups = append $groups (list $name "connect" $name) }}{{ end -}}
{{- end -}}
{{- if and .Values.debezium.enabled .Values.debezium.metrics.enabled }}{{ $groups = append $groups (list "capture" "debezium" "") }}{{ end -}}
{{- if .Values.flink.enabled }}{{ $groups = append $groups (list "stream-job" "flink" "") }}{{ end -}}
{{- if $alerts.externalSecrets }}{{ $groups = append $groups (list "secrets" "secrets" "") }}{{ end -}}
groups:
{{- range $groups }}
{{- $text := printf "files/monitoring/rules/%s.yaml" (index . 1) | $.Files.Get | replace "$JOB" (index . 2) }}
{{- range $word, $value := $words }}{{ $text = replace $word (toString $value) $text }}{{ end }}
  - name: {{ printf "%s-%s" $.Release.Name (first .) }}
    rules:
      {{- $text | trim | nindent 6 }}
{{- end }}
{{- end -}}
