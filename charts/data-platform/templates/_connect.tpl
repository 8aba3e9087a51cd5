{{/*
A Kafka Connect cluster: what debezium and kafka-connect have in common. Each template takes one dict:
ctx $, component (debezium, kafka-connect), user (its Kafka user), and where said more.
*/}}

{{/* A number, truth value or text of values as text: 5242880, not 5.24288e+06. Takes the value itself. */}}
{{- define "platform.settingText" -}}
{{- if kindIs "float64" . }}{{ if eq . (float64 (int64 .)) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}{{ else }}{{ . }}{{ end -}}
{{- end -}}

{{- define "platform.connect.port" -}}
8083
{{- end -}}

{{- define "platform.connect.metricsPort" -}}
9404
{{- end -}}

{{/*
A worker's setting as the image's environment variable: producer.acks becomes CONNECT_PRODUCER_ACKS, but three
have names of their own, and the image's defaults for those would win over CONNECT_….
*/}}
{{- define "platform.connect.envName" -}}
{{- $own := dict
  "offset.flush.interval.ms" "OFFSET_FLUSH_INTERVAL_MS"
  "offset.flush.timeout.ms" "OFFSET_FLUSH_TIMEOUT_MS"
  "task.shutdown.graceful.timeout.ms" "SHUTDOWN_TIMEOUT" -}}
{{ get $own . | default (printf "CONNECT_%s" (. | upper | replace "." "_")) }}
{{- end -}}

{{/* Settings of the worker, by name: replication of its own topics, converters, secrets, security, the chosen ones. */}}
{{- define "platform.connect.settings" -}}
{{- $replicas := .ctx.Values.global.topics.replicationFactor -}}
{{- $settings := dict
  "config.storage.replication.factor" $replicas
  "offset.storage.replication.factor" $replicas
  "status.storage.replication.factor" $replicas
  "key.converter.schemas.enable" "false"
  "value.converter.schemas.enable" "false"
  "config.providers" "directory"
  "config.providers.directory.class" "org.apache.kafka.common.config.provider.DirectoryConfigProvider"
  "config.providers.directory.param.allowed.paths" "/etc/platform" -}}
{{- $userDir := include "platform.kafka.userDir" . -}}
{{- $login := dict "ctx" .ctx
  "username" (printf "${directory:%s:username}" $userDir)
  "password" (printf "${directory:%s:password}" $userDir) -}}
{{- range $key, $value := include "platform.kafka.clientProperties" $login | fromYaml -}}
{{- range list "" "producer." "consumer." "admin." -}}
{{- $_ := set $settings (print . $key) $value -}}
{{- end -}}
{{- end -}}
{{- mergeOverwrite $settings .ctx.Values.worker | toYaml -}}
{{- end -}}

{{/* Environment of a worker. The image turns CONNECT_… into its properties by sed with @, which no value may hold. */}}
{{- define "platform.connect.env" -}}
{{- $topic := dict "ctx" .ctx "user" .user -}}
- name: BOOTSTRAP_SERVERS
  value: {{ include "platform.kafka.bootstrapServers" .ctx | quote }}
- name: GROUP_ID
  value: {{ include "platform.kafka.group" $topic | quote }}
- name: CONFIG_STORAGE_TOPIC
  value: {{ include "platform.topics.connect" (merge (dict "role" "configs") $topic) | quote }}
- name: OFFSET_STORAGE_TOPIC
  value: {{ include "platform.topics.connect" (merge (dict "role" "offsets") $topic) | quote }}
- name: STATUS_STORAGE_TOPIC
  value: {{ include "platform.topics.connect" (merge (dict "role" "status") $topic) | quote }}
- name: HOST_NAME
  value: 0.0.0.0
# Workers forward requests to each other under this address.
- name: ADVERTISED_HOST_NAME
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: KEY_CONVERTER
  value: org.apache.kafka.connect.json.JsonConverter
- name: VALUE_CONVERTER
  value: org.apache.kafka.connect.json.JsonConverter
- name: HEAP_OPTS
  value: {{ .ctx.Values.heap | quote }}
{{- if .ctx.Values.metrics.enabled }}
- name: KAFKA_OPTS
  value: -javaagent:{{ include "platform.connect.agentJar" . }}={{ include "platform.connect.metricsPort" . }}:/etc/platform/jmx/connect.yaml
{{- end }}
{{- range $key, $given := include "platform.connect.settings" . | fromYaml }}
{{- $value := include "platform.settingText" $given }}
{{- if regexMatch "^(bootstrap\\.servers|group\\.id|(key|value)\\.converter|(config|offset|status)\\.storage\\.topic|plugin\\.path|rest\\..*)$" $key }}
{{- fail (printf "%s.worker: %s is derived by the chart and cannot be set here" $.component $key) }}
{{- end }}
{{- if regexMatch "[^a-z0-9.]" $key }}
{{- fail (printf "%s.worker: %s cannot be set, since the image knows only lower case letters, digits and dots" $.component $key) }}
{{- end }}
{{- if or (contains "@" $value) (contains "\n" $value) }}
{{- fail (printf "%s.worker: the value of %s may hold neither @ nor a line break, since the image would break on it" $.component $key) }}
{{- end }}
- name: {{ include "platform.connect.envName" $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Path of the JMX agent: the fetched one, or the one in the image. */}}
{{- define "platform.connect.agentJar" -}}
{{- if include "platform.artifacts.isFetched" . -}}
{{ include "platform.artifacts.dir" . }}/agent/jmx_prometheus_javaagent.jar
{{- else -}}
{{ .ctx.Values.metrics.agentJar }}
{{- end -}}
{{- end -}}

{{/* The workers. More keys: secrets (names of Secrets in `volumes` and `env`), env, volumes, mounts (YAML text). */}}
{{- define "platform.connect.deployment" -}}
{{- $values := .ctx.Values -}}
{{- $secrets := concat .secrets (include "platform.kafka.secretNames" . | splitList "," | compact) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "platform.fullname" . }}
  labels:
    {{- include "platform.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "platform.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "platform.labels" . | nindent 8 }}
      {{- with include "platform.secretChecksum" (dict "ctx" .ctx "secrets" $secrets) }}
      annotations:
        {{- . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "platform.fullname" . }}
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      {{- include "platform.podDefaults" . | nindent 6 }}
      {{- include "platform.spread" . | nindent 6 }}
      securityContext:
        {{- include "platform.podSecurity" (dict "uid" 1001) | nindent 8 }}
      {{- with include "platform.artifacts.initContainer" . }}
      initContainers:
        {{- . | nindent 8 }}
      {{- end }}
      containers:
        - name: connect
          image: {{ include "platform.image" (dict "ctx" .ctx "image" $values.image) }}
          imagePullPolicy: IfNotPresent
          env:
            {{- include "platform.connect.env" . | nindent 12 }}
            {{- with .env }}
            {{- . | nindent 12 }}
            {{- end }}
          ports:
            - name: rest
              containerPort: {{ include "platform.connect.port" . }}
              protocol: TCP
            {{- if $values.metrics.enabled }}
            - name: metrics
              containerPort: {{ include "platform.connect.metricsPort" . }}
              protocol: TCP
            {{- end }}
          lifecycle:
            preStop:
              sleep:
                # Until no Service sends requests here any more.
                seconds: 5
          # /health is about the worker alone: a failed connector must not take the worker away.
          startupProbe:
            httpGet:
              path: /health
              port: rest
            periodSeconds: 5
            timeoutSeconds: 11
            failureThreshold: 60
          readinessProbe:
            httpGet:
              path: /health
              port: rest
            periodSeconds: 15
            timeoutSeconds: 11
            failureThreshold: 3
          livenessProbe:
            httpGet:
              path: /
              port: rest
            periodSeconds: 30
            timeoutSeconds: 10
            failureThreshold: 5
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            {{- include "platform.containerSecurity" dict | nindent 12 }}
          volumeMounts:
            {{- range list "config" "data" "logs" }}
            - name: work
              mountPath: /kafka/{{ . }}
              subPath: {{ . }}
            {{- end }}
            - name: tmp
              mountPath: /tmp
            {{- if $values.metrics.enabled }}
            - name: scripts
              mountPath: /etc/platform/jmx/connect.yaml
              subPath: jmx-connect.yaml
              readOnly: true
            {{- end }}
            {{- if include "platform.artifacts.isFetched" . }}
            - name: artifacts
              mountPath: {{ include "platform.artifacts.dir" . }}
              readOnly: true
            {{- end }}
            {{- with include "platform.kafka.volumeMounts" . }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- with .mounts }}
            {{- . | nindent 12 }}
            {{- end }}
      volumes:
        # The image writes its properties and logs below /kafka.
        - name: work
          emptyDir: {}
        - name: tmp
          emptyDir: {}
        {{- include "platform.artifacts.volumes" . | nindent 8 }}
        {{- with include "platform.kafka.volumes" . }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with .volumes }}
        {{- . | nindent 8 }}
        {{- end }}
{{- end -}}

{{/* The Service of the REST interface and of the metrics. */}}
{{- define "platform.connect.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "platform.fullname" . }}
  labels:
    {{- include "platform.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "platform.selectorLabels" . | nindent 4 }}
  ports:
    - name: rest
      port: {{ include "platform.connect.port" . }}
      targetPort: rest
      protocol: TCP
    {{- if .ctx.Values.metrics.enabled }}
    - name: metrics
      port: {{ include "platform.connect.metricsPort" . }}
      targetPort: metrics
      protocol: TCP
    {{- end }}
{{- end -}}

{{/* ServiceAccount; more keys: annotations (YAML text). */}}
{{- define "platform.connect.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "platform.fullname" . }}
  labels:
    {{- include "platform.labels" . | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}

{{/* Keeps all but one worker running while nodes are drained. */}}
{{- define "platform.connect.pdb" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "platform.fullname" . }}
  labels:
    {{- include "platform.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "platform.selectorLabels" . | nindent 6 }}
{{- end -}}
