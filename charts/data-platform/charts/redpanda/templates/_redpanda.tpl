{{/* Ports that clients may reach, by the chosen security. */}}
{{- define "redpanda.ports" -}}
- name: kafka
  port: {{ include "platform.kafka.port" . }}
- name: admin
  port: {{ .Values.global.kafka.ports.admin }}
{{- if include "platform.kafka.isSecured" . }}
- name: admin-tls
  port: {{ .Values.global.kafka.ports.adminTls }}
{{- end }}
- name: schema-registry
  port: {{ .Values.global.kafka.ports.schemaRegistry }}
{{- end -}}

{{/* Domain below which each broker has its name. */}}
{{- define "redpanda.domain" -}}
{{ include "platform.host" (dict "ctx" . "component" "redpanda-headless") }}
{{- end -}}

{{/*
Node configuration. @HOST@ and @RACK@ are filled in by the init container, since each broker has its own.
*/}}
{{- define "redpanda.node" -}}
{{- $secured := include "platform.kafka.isSecured" . -}}
{{- $ports := .Values.global.kafka.ports -}}
{{- $name := include "platform.fullname" (dict "ctx" . "component" "redpanda") -}}
redpanda:
  data_directory: /var/lib/redpanda/data
  developer_mode: {{ .Values.developerMode }}
  rack: "@RACK@"
  # Every broker names all of them, and none starts a cluster alone: a lost volume cannot found a second one.
  empty_seed_starts_cluster: false
  seed_servers:
    {{- range until (int .Values.replicas) }}
    - host:
        address: {{ $name }}-{{ . }}.{{ include "redpanda.domain" $ }}
        port: {{ $ports.rpc }}
    {{- end }}
  rpc_server:
    address: 0.0.0.0
    port: {{ $ports.rpc }}
  advertised_rpc_api:
    address: "@HOST@"
    port: {{ $ports.rpc }}
  {{- if $secured }}
  rpc_server_tls:
    enabled: true
    require_client_auth: true
    cert_file: /etc/tls/certs/tls.crt
    key_file: /etc/tls/certs/tls.key
    truststore_file: /etc/tls/certs/ca.crt
  {{- end }}
  kafka_api:
    - name: kafka
      address: 0.0.0.0
      port: {{ include "platform.kafka.port" . }}
      authentication_method: {{ ternary "sasl" "none" (eq $secured "true") }}
  advertised_kafka_api:
    - name: kafka
      address: "@HOST@"
      port: {{ include "platform.kafka.port" . }}
  admin:
    - name: admin
      address: 0.0.0.0
      port: {{ $ports.admin }}
    {{- if $secured }}
    - name: admin-tls
      address: 0.0.0.0
      port: {{ $ports.adminTls }}
    {{- end }}
  {{- if $secured }}
  kafka_api_tls:
    - name: kafka
      {{- include "redpanda.serverTls" . | nindent 6 }}
  admin_api_tls:
    - name: admin-tls
      {{- include "redpanda.serverTls" . | nindent 6 }}
  {{- end }}
schema_registry:
  schema_registry_api:
    - name: schema-registry
      address: 0.0.0.0
      port: {{ $ports.schemaRegistry }}
      {{- if $secured }}
      authentication_method: http_basic
      {{- end }}
  {{- if $secured }}
  schema_registry_api_tls:
    - name: schema-registry
      {{- include "redpanda.serverTls" . | nindent 6 }}
  {{- end }}
schema_registry_client:
  brokers:
    - address: "@HOST@"
      port: {{ include "platform.kafka.port" . }}
  {{- if $secured }}
  broker_tls:
    enabled: true
    truststore_file: /etc/tls/certs/ca.crt
  {{- end }}
{{- end -}}

{{- define "redpanda.serverTls" -}}
enabled: true
require_client_auth: false
cert_file: /etc/tls/certs/tls.crt
key_file: /etc/tls/certs/tls.key
truststore_file: /etc/tls/certs/ca.crt
{{- end -}}

{{/*
Cluster properties: the chosen ones, and those that follow from the security. The cluster takes them when
it is made; the topics job sets them again at every deployment.
*/}}
{{- define "redpanda.clusterProperties" -}}
{{- $properties := dict "default_topic_replications" (int .Values.global.topics.replicationFactor) -}}
{{- if include "platform.kafka.isSecured" . -}}
{{- $_ := set $properties "kafka_enable_authorization" true -}}
{{- $_ := set $properties "admin_api_require_auth" true -}}
{{- end -}}
{{ mergeOverwrite (deepCopy .Values.clusterProperties) $properties | toYaml }}
{{- end -}}
