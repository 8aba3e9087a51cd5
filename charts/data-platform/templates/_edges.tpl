{{/*
Who speaks to whom, once, for the network policies. A YAML array; each edge has an id, ports of the pod that
is spoken to, and two ends:
  from, to    components by their label app.kubernetes.io/name
  outside     in the place of `to`: a key of networkPolicies.outside
  prometheus  in the place of `from`: everything in the namespace that Prometheus is in
  anonymous   needs no role of AWS
Takes the umbrella's $.
*/}}
{{- define "platform.edges" -}}
{{- $global := .Values.global -}}
{{- $kafka := include "platform.kafka.port" . | int -}}
{{- $admin := ternary $global.kafka.ports.adminTls $global.kafka.ports.admin (eq (include "platform.kafka.isSecured" .) "true") -}}
{{- $database := $global.database.port -}}
{{- $monitoring := .Values.monitoring | default dict -}}
{{- $flink := .Values.flink | default dict -}}
{{- $s3 := dict "outside" "s3" "ports" (include "platform.s3.ports" . | fromJsonArray) -}}
{{- $edges := list -}}

{{- /* Kafka: our own brokers, or the outside ones. */ -}}
{{- $kafkaClients := dict -}}
{{- if .Values.debezium.enabled }}{{ $_ := set $kafkaClients "E1" (list "debezium") }}{{ end -}}
{{- if .Values.kafkaConnect.enabled }}{{ $_ := set $kafkaClients "E3" (list "kafka-connect") }}{{ end -}}
{{- if .Values.jobs.topics.enabled }}{{ $_ := set $kafkaClients "E7" (list "topics") }}{{ end -}}
{{- if $flink.enabled }}{{ $_ := set $kafkaClients "E9" (list "flink-jobmanager" "flink-taskmanager") }}{{ end -}}
{{- range $id, $clients := $kafkaClients }}{{ range $client := $clients -}}
{{- if $.Values.redpanda.enabled -}}
{{- $ports := ternary (list $kafka $admin) (list $kafka) (eq $client "topics") -}}
{{- $edges = append $edges (dict "id" $id "from" $client "to" "redpanda" "ports" $ports) -}}
{{- else -}}
{{- $edges = append $edges (dict "id" $id "from" $client "outside" "kafka" "ports" (include "platform.kafka.outsidePorts" $ | fromJsonArray)) -}}
{{- end -}}
{{- end }}{{ end -}}
{{- if .Values.redpanda.enabled -}}
{{- $between := list $global.kafka.ports.rpc $kafka $admin -}}
{{- $edges = append $edges (dict "id" "E15" "from" "redpanda" "to" "redpanda" "ports" $between) -}}
{{- end -}}

{{- /* PostgreSQL: our own, or the outside one. */ -}}
{{- $databaseClients := dict -}}
{{- if .Values.debezium.enabled }}{{ $_ := set $databaseClients "E2" "debezium" }}{{ end -}}
{{- if .Values.jobs.databaseInit.enabled }}{{ $_ := set $databaseClients "E8" "database-init" }}{{ end -}}
{{- if $monitoring.enabled }}{{ $_ := set $databaseClients "E16" "postgres-exporter" }}{{ end -}}
{{- range $id, $client := $databaseClients -}}
{{- if $.Values.postgresql.enabled -}}
{{- $edges = append $edges (dict "id" $id "from" $client "to" "postgresql" "ports" (list $database)) -}}
{{- else -}}
{{- $edges = append $edges (dict "id" $id "from" $client "outside" "database" "ports" (list $database)) -}}
{{- end -}}
{{- end -}}

{{- if and .Values.postgresql.enabled .Values.postgresql.backup.enabled -}}
{{- $edges = append $edges (dict "id" "backup" "from" "postgresql-backup" "outside" "kubernetesApi" "ports" (list 443 6443)) -}}
{{- end -}}

{{- /* Connect clusters: workers among themselves, and what registers their connectors. */ -}}
{{- $rest := include "platform.connect.port" . | int -}}
{{- $clusters := list -}}
{{- if .Values.debezium.enabled }}{{ $clusters = append $clusters (list "debezium" .Values.debezium) }}{{ end -}}
{{- if .Values.kafkaConnect.enabled }}{{ $clusters = append $clusters (list "kafka-connect" .Values.kafkaConnect) }}{{ end -}}
{{- range $clusters -}}
{{- $name := first . -}}
{{- $edges = append $edges (dict "id" "E5" "from" $name "to" $name "ports" (list $rest)) -}}
{{- $edges = append $edges (dict "id" "E6" "from" (include "platform.reconcile.component" (dict "component" $name)) "to" $name "ports" (list $rest)) -}}
{{- if (last .).metrics.enabled -}}
{{- $edges = append $edges (dict "id" "E17" "prometheus" true "to" $name "ports" (list (include "platform.connect.metricsPort" $ | int))) -}}
{{- end -}}
{{- if eq (last .).artifacts.mode "fetch" -}}
{{- $edges = append $edges (dict "id" "artifacts" "from" $name "outside" "artifacts" "ports" (list 443)) -}}
{{- end -}}
{{- end -}}
{{- if .Values.kafkaConnect.enabled -}}
{{- $edges = append $edges (merge (dict "id" "E4" "from" "kafka-connect") $s3) -}}
{{- end -}}

{{- /* Flink. Its ports are pinned; most of its own defaults are random. */ -}}
{{- if $flink.enabled -}}
{{- $ports := include "flink.ports" . | fromYaml -}}
{{- $job := "flink-jobmanager" -}}
{{- $task := "flink-taskmanager" -}}
{{- range $process := list $job $task -}}
{{- $edges = append $edges (merge (dict "id" "E10" "from" $process) $s3) -}}
{{- $edges = append $edges (dict "id" "E17" "prometheus" true "to" $process "ports" (list $ports.metrics)) -}}
{{- if $flink.highAvailability.enabled -}}
{{- $edges = append $edges (dict "id" "E14" "from" $process "outside" "kubernetesApi" "ports" (list 443 6443)) -}}
{{- end -}}
{{- if eq $flink.artifacts.mode "fetch" -}}
{{- $edges = append $edges (dict "id" "artifacts" "from" $process "outside" "artifacts" "ports" (list 443)) -}}
{{- end -}}
{{- end -}}
{{- $edges = append $edges (dict "id" "E11" "from" $task "to" $job "ports" (list $ports.rpc $ports.blob)) -}}
{{- $edges = append $edges (dict "id" "E12" "from" $job "to" $task "ports" (list $ports.taskmanagerRpc $ports.query)) -}}
{{- $edges = append $edges (dict "id" "E13" "from" $task "to" $task "ports" (list $ports.data)) -}}
{{- end -}}

{{- /* Prometheus, which scrapes the brokers whoever runs it, and the probes of the monitoring part. */ -}}
{{- if .Values.redpanda.enabled -}}
{{- $edges = append $edges (dict "id" "E17" "prometheus" true "to" "redpanda" "ports" (list $global.kafka.ports.admin)) -}}
{{- end -}}
{{- if $monitoring.enabled -}}
{{- range list (list "postgres-exporter" 9187) (list "blackbox" 9115) -}}
{{- $edges = append $edges (dict "id" "E17" "prometheus" true "to" (first .) "ports" (list (last .))) -}}
{{- end -}}
{{- range include "platform.monitoring.probes" . | fromJsonArray -}}
{{- $edges = append $edges (merge (dict "id" "E18" "from" "blackbox" "anonymous" true "ports" (list .port)) (pick . "to" "outside")) -}}
{{- end -}}
{{- end -}}
{{ toJson $edges }}
{{- end -}}

{{/* Ports of the outside brokers, as a JSON array. */}}
{{- define "platform.kafka.outsidePorts" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.global.kafka.external.bootstrapServers -}}
{{- $ports = append $ports (splitList ":" . | last | int) -}}
{{- end -}}
{{ $ports | uniq | toJson }}
{{- end -}}

{{/* Port of S3 and of STS, which gives the role its keys, as a JSON array. */}}
{{- define "platform.s3.ports" -}}
{{- $ports := list 443 -}}
{{- with .Values.global.s3.endpoint -}}
{{- $url := urlParse . -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (ternary "443" "80" (eq $url.scheme "https")) | int -}}
{{- $ports = list $port -}}
{{- if eq $.Values.global.s3.credentials "irsa" }}{{ $ports = append $ports 443 }}{{ end -}}
{{- end -}}
{{ $ports | uniq | toJson }}
{{- end -}}

{{/* What may come in to one component: (dict "ctx" $ "component" "redpanda" "edges" LIST). */}}
{{- define "platform.policy.ingress" -}}
{{- range $edge := .edges }}
{{- if eq ($edge.to | default "") $.component }}
# {{ $edge.id }}
- from:
    {{- if $edge.prometheus }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ $.ctx.Values.global.monitoring.namespace }}
    {{- else }}
    {{- include "platform.policy.peer" (dict "ctx" $.ctx "component" $edge.from) | nindent 4 }}
    {{- end }}
  ports:
    {{- include "platform.policy.ports" $edge.ports | nindent 4 }}
{{- end }}
{{- end }}
{{- range .ctx.Values.networkPolicies.clients }}
{{- if eq .component $.component }}
- from:
    {{- toYaml .from | nindent 4 }}
  ports:
    {{- include "platform.policy.ports" .ports | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What one component may reach: (dict "ctx" $ "component" "debezium" "edges" LIST). */}}
{{- define "platform.policy.egress" -}}
{{- $values := .ctx.Values -}}
{{- range $edge := .edges }}
{{- if eq ($edge.from | default "") $.component }}
# {{ $edge.id }}
- to:
    {{- if $edge.outside }}
    {{- get $values.networkPolicies.outside $edge.outside | toYaml | nindent 4 }}
    {{- else }}
    {{- include "platform.policy.peer" (dict "ctx" $.ctx "component" $edge.to) | nindent 4 }}
    {{- end }}
  ports:
    {{- include "platform.policy.ports" $edge.ports | nindent 4 }}
{{- if and (eq ($edge.outside | default "") "s3") (not $edge.anonymous) (eq $values.global.s3.credentials "irsa") }}
# EKS Pod Identity hands out the role's keys on the node.
- to:
    - ipBlock:
        cidr: 169.254.170.23/32
  ports:
    {{- include "platform.policy.ports" (list 80) | nindent 4 }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A component's pods as a policy's peer. */}}
{{- define "platform.policy.peer" -}}
- podSelector:
    matchLabels:
      {{- include "platform.selectorLabels" . | nindent 6 }}
{{- end -}}

{{/* Ports of a policy's rule: a list of numbers, all TCP. */}}
{{- define "platform.policy.ports" -}}
{{- range $index, $port := . }}
{{- if $index }}
{{ end -}}
- port: {{ $port | int }}
  protocol: TCP
{{- end }}
{{- end -}}
