{{/*
Kafka: addresses, security and topics, derived from global.kafka and global.topics alone.
Templates take (dict "ctx" $), or $ itself where nothing else is needed.
*/}}

{{/* Port of the Kafka listener that clients use under the chosen security. */}}
{{- define "platform.kafka.port" -}}
{{- if eq .Values.global.kafka.security "sasl-ssl" }}{{ .Values.global.kafka.ports.saslSsl }}{{ else }}{{ .Values.global.kafka.ports.plaintext }}{{ end -}}
{{- end -}}

{{/* host:port list of the brokers: the Service of our own, or the outside one. */}}
{{- define "platform.kafka.bootstrapServers" -}}
{{- with .Values.global.kafka.external.bootstrapServers -}}
{{ . }}
{{- else -}}
{{ include "platform.host" (dict "ctx" . "component" "redpanda") }}:{{ include "platform.kafka.port" . }}
{{- end -}}
{{- end -}}

{{/* URL of the schema registry; empty with an outside Kafka that has none. */}}
{{- define "platform.schemaRegistry.url" -}}
{{- if .Values.global.kafka.external.bootstrapServers -}}
{{ .Values.global.kafka.external.schemaRegistryUrl }}
{{- else -}}
http{{ if eq .Values.global.kafka.security "sasl-ssl" }}s{{ end }}://{{ include "platform.host" (dict "ctx" . "component" "redpanda") }}:{{ .Values.global.kafka.ports.schemaRegistry }}
{{- end -}}
{{- end -}}

{{/* "true" when clients must log in and speak TLS, else empty. */}}
{{- define "platform.kafka.isSecured" -}}
{{- if eq .Values.global.kafka.security "sasl-ssl" }}true{{ end -}}
{{- end -}}

{{/* Name of the Secret of one Kafka user: (dict "ctx" $ "user" "debezium"). */}}
{{- define "platform.kafka.userSecret" -}}
{{- get .ctx.Values.global.kafka.users .user | required (printf "global.kafka.users.%s: name the Secret that holds this user" .user) -}}
{{- end -}}

{{/*
Security settings of a Java Kafka client as a YAML map (read it with fromYaml):
(dict "ctx" $ "username" EXPRESSION "password" EXPRESSION). The expressions are what the client puts
into its JAAS line: a placeholder of its config provider or a variable, never a value. Empty map
under plaintext. The CA is where platform.kafka.volumeMounts puts it.
*/}}
{{- define "platform.kafka.clientProperties" -}}
{{- if include "platform.kafka.isSecured" .ctx -}}
security.protocol: SASL_SSL
sasl.mechanism: {{ .ctx.Values.global.kafka.saslMechanism }}
sasl.jaas.config: {{ printf "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";" .username .password | quote }}
ssl.truststore.type: PEM
ssl.truststore.location: {{ include "platform.kafka.caFile" . }}
{{- else -}}
{}
{{- end -}}
{{- end -}}

{{/* Where the brokers' CA certificate is in a client's container. */}}
{{- define "platform.kafka.caFile" -}}
/etc/platform/kafka-tls/ca.crt
{{- end -}}

{{/* Folder of a client's own Kafka user: files username and password. */}}
{{- define "platform.kafka.userDir" -}}
/etc/platform/kafka-user
{{- end -}}

{{/* Secrets a Kafka client uses, comma-separated: (dict "ctx" $ "user" "debezium"). Empty under plaintext. */}}
{{- define "platform.kafka.secretNames" -}}
{{- if include "platform.kafka.isSecured" .ctx -}}
{{ .ctx.Values.global.kafka.tlsSecret }},{{ include "platform.kafka.userSecret" . }}
{{- end -}}
{{- end -}}

{{/* Volumes of a Kafka client: CA and user, (dict "ctx" $ "user" "debezium"). Empty under plaintext. */}}
{{- define "platform.kafka.volumes" -}}
{{- if include "platform.kafka.isSecured" .ctx -}}
- name: kafka-tls
  secret:
    secretName: {{ .ctx.Values.global.kafka.tlsSecret }}
    defaultMode: 0440
    items:
      - key: ca.crt
        path: ca.crt
- name: kafka-user
  secret:
    secretName: {{ include "platform.kafka.userSecret" . }}
    defaultMode: 0440
    items:
      - key: username
        path: username
      - key: password
        path: password
{{- end -}}
{{- end -}}

{{/* Mounts that go with platform.kafka.volumes: (dict "ctx" $). */}}
{{- define "platform.kafka.volumeMounts" -}}
{{- if include "platform.kafka.isSecured" .ctx -}}
- name: kafka-tls
  mountPath: {{ include "platform.kafka.caFile" . | dir }}
  readOnly: true
- name: kafka-user
  mountPath: {{ include "platform.kafka.userDir" . }}
  readOnly: true
{{- end -}}
{{- end -}}

{{/* Topic of one captured table: (dict "ctx" $ "table" "inventory.orders") gives cdc-events.inventory.orders. */}}
{{- define "platform.topics.cdc" -}}
{{ .ctx.Values.global.topics.prefix }}.{{ .table }}
{{- end -}}

{{/* Topics of all captured tables, comma-separated, in the order of global.tables. */}}
{{- define "platform.topics.cdcList" -}}
{{- $topics := list -}}
{{- range .Values.global.tables -}}
{{- $topics = append $topics (include "platform.topics.cdc" (dict "ctx" $ "table" .)) -}}
{{- end -}}
{{ join "," $topics }}
{{- end -}}

{{/* Topic of Debezium's heartbeats. */}}
{{- define "platform.topics.heartbeat" -}}
__debezium-heartbeat.{{ .Values.global.topics.prefix }}
{{- end -}}

{{/* Group of one client: (dict "ctx" $ "user" "debezium"). Its own topics and groups begin with it. */}}
{{- define "platform.kafka.group" -}}
{{ get .ctx.Values.global.kafka.groups .user }}
{{- end -}}

{{/* Topic of one Connect cluster's own records: (dict "ctx" $ "user" "debezium" "role" "configs"); roles configs, offsets, status. */}}
{{- define "platform.topics.connect" -}}
{{ include "platform.kafka.group" . }}-{{ .role }}
{{- end -}}

{{/*
Every topic that must be there, as a YAML array of { name, partitions, settings }: captured tables,
heartbeats, what the S3 sink archives and cannot write, the Connect clusters' own, further ones.
*/}}
{{- define "platform.topics.declared" -}}
{{- $topics := .Values.global.topics -}}
{{- $kept := dict "cleanup.policy" "delete" "retention.ms" (mul $topics.retentionHours 3600000 | toString) -}}
{{- $brief := dict "cleanup.policy" "delete" "retention.ms" "86400000" -}}
{{- range .Values.global.tables }}
- name: {{ include "platform.topics.cdc" (dict "ctx" $ "table" .) }}
  partitions: {{ $topics.partitions }}
  settings: {{ toJson $kept }}
{{- end }}
- name: {{ include "platform.topics.heartbeat" . }}
  partitions: 1
  settings: {{ toJson $brief }}
- name: {{ $topics.deadLetter }}
  partitions: 1
  settings: {{ toJson $kept }}
{{- range $topics.rawLogs }}
- name: {{ . }}
  partitions: {{ $topics.partitions }}
  settings: {{ toJson $kept }}
{{- end }}
{{- range $user := list "debezium" "connect" }}
{{- range $role, $partitions := dict "configs" 1 "offsets" 25 "status" 5 }}
- name: {{ include "platform.topics.connect" (dict "ctx" $ "user" $user "role" $role) }}
  partitions: {{ $partitions }}
  settings: {{ toJson (dict "cleanup.policy" "compact") }}
{{- end }}
{{- end }}
{{- range $name, $topic := $topics.extra }}
- name: {{ $name }}
  partitions: {{ $topic.partitions | default 1 }}
  settings: {{ $topic.config | default dict | toJson }}
{{- end }}
{{- end -}}

{{/*
Rights of each Kafka user, one a line: whose Secret, then what rpk is told. A client owns what begins
with its group, and reads or writes the captured topics.
*/}}
{{- define "platform.kafka.rights" -}}
{{- $topics := .Values.global.topics -}}
{{- $groups := .Values.global.kafka.groups -}}
{{- range $user, $group := pick $groups "debezium" "connect" -}}
{{ $user }} --operation all --topic {{ $group }} --resource-pattern-type prefixed
{{ $user }} --operation all --group {{ $group }} --resource-pattern-type prefixed
{{ $user }} --operation describe,idempotent_write --cluster
{{ end -}}
debezium --operation create,write,describe,describe_configs --topic {{ $topics.prefix }}. --resource-pattern-type prefixed
debezium --operation create,write,describe,describe_configs --topic {{ include "platform.topics.heartbeat" . }}
connect --operation read,describe,describe_configs --topic {{ $topics.prefix }}. --resource-pattern-type prefixed
connect --operation create,write,describe,describe_configs --topic {{ $topics.deadLetter }}
{{- range $topics.rawLogs }}
connect --operation read,describe,describe_configs --topic {{ . }}
{{- end }}
flink --operation read,describe,describe_configs --topic {{ $topics.prefix }}. --resource-pattern-type prefixed
flink --operation all --group {{ $groups.flink }} --resource-pattern-type prefixed
{{- end -}}

{{/* host:port list of the brokers' admin API, over TLS when secured. Takes the umbrella's $. */}}
{{- define "platform.redpanda.adminHosts" -}}
{{- $ports := .Values.global.kafka.ports -}}
{{- $port := ternary $ports.adminTls $ports.admin (eq (include "platform.kafka.isSecured" .) "true") -}}
{{- $name := include "platform.fullname" (dict "ctx" . "component" "redpanda") -}}
{{- $domain := include "platform.host" (dict "ctx" . "component" "redpanda-headless") -}}
{{- $hosts := list -}}
{{- range until (int .Values.redpanda.replicas) -}}
{{- $hosts = append $hosts (printf "%s-%d.%s:%v" $name . $domain $port) -}}
{{- end -}}
{{ join "," $hosts }}
{{- end -}}
