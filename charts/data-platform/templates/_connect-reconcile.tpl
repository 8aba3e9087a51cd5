{{/*
Registering and healing the connectors of one Connect cluster: a Job after each installation and upgrade,
which fails with them, and a CronJob in between. All take (dict "ctx" $ "component" "debezium" "connectors" MAP),
where the map holds each connector's configuration by its name.
*/}}

{{/* The same dict for the reconciler's own objects. */}}
{{- define "platform.reconcile.component" -}}
{{ .component }}-reconcile
{{- end -}}

{{- define "platform.reconcile.configMap" -}}
{{- $self := dict "ctx" .ctx "component" (include "platform.reconcile.component" .) -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "platform.fullname" (dict "ctx" .ctx "component" (printf "%s-connectors" .component)) }}
  labels:
    {{- include "platform.labels" $self | nindent 4 }}
data:
  {{- range $name, $config := .connectors }}
  {{ $name }}.json: |
    {{- toPrettyJson $config | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "platform.reconcile.job" -}}
{{- $self := dict "ctx" .ctx "component" (include "platform.reconcile.component" .) -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "platform.fullname" $self }}
  labels:
    {{- include "platform.labels" $self | nindent 4 }}
  annotations:
    {{- include "platform.jobAnnotations" (dict "weight" 10) | nindent 4 }}
spec:
  {{- include "platform.reconcile.jobSpec" (merge (dict "restarts" "ALWAYS" "wait" 600) .) | nindent 2 }}
{{- end -}}

{{- define "platform.reconcile.cronJob" -}}
{{- $self := dict "ctx" .ctx "component" (include "platform.reconcile.component" .) -}}
{{- $reconcile := .ctx.Values.reconcile -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "platform.fullname" $self }}
  labels:
    {{- include "platform.labels" $self | nindent 4 }}
spec:
  schedule: "*/{{ $reconcile.everyMinutes }} * * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 60
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 1
  jobTemplate:
    metadata:
      labels:
        {{- include "platform.labels" $self | nindent 8 }}
    spec:
      {{- include "platform.reconcile.jobSpec" (merge (dict "restarts" (toString $reconcile.restartsPerHour) "wait" 60) .) | nindent 6 }}
{{- end -}}

{{- define "platform.reconcile.jobSpec" -}}
{{- $self := dict "ctx" .ctx "component" (include "platform.reconcile.component" .) -}}
{{- $reconcile := .ctx.Values.reconcile -}}
backoffLimit: 0
activeDeadlineSeconds: {{ add .wait 600 }}
template:
  metadata:
    labels:
      {{- include "platform.labels" $self | nindent 6 }}
  spec:
    restartPolicy: Never
    automountServiceAccountToken: false
    {{- include "platform.podDefaults" (dict "ctx" .ctx) | nindent 4 }}
    securityContext:
      {{- include "platform.podSecurity" (dict "uid" 1000) | nindent 6 }}
    containers:
      - name: reconcile
        image: {{ include "platform.image" (dict "ctx" .ctx "image" $reconcile.image) }}
        imagePullPolicy: IfNotPresent
        command: [node, /scripts/connect-reconcile.mts]
        env:
          - name: CONNECT_URL
            value: http://{{ include "platform.host" . }}:{{ include "platform.connect.port" . }}
          - name: CONNECTORS_DIR
            value: /connectors
          - name: OWNER
            value: {{ printf "%s/%s" .ctx.Release.Namespace .ctx.Release.Name | quote }}
          - name: WAIT_SECONDS
            value: {{ .wait | quote }}
          - name: SETTLE_SECONDS
            value: "60"
          - name: RESTARTS_PER_HOUR
            value: {{ .restarts | quote }}
          - name: RUN_EVERY_SECONDS
            value: {{ mul $reconcile.everyMinutes 60 | quote }}
          - name: ALLOW_SLOT_LOSS
            value: {{ $reconcile.allowSlotLoss | quote }}
        resources:
          {{- toYaml $reconcile.resources | nindent 10 }}
        securityContext:
          {{- include "platform.containerSecurity" dict | nindent 10 }}
        volumeMounts:
          - name: scripts
            mountPath: /scripts
            readOnly: true
          - name: connectors
            mountPath: /connectors
            readOnly: true
    volumes:
      - name: scripts
        configMap:
          name: {{ include "platform.fullname" (dict "ctx" .ctx "component" "scripts") }}
      - name: connectors
        configMap:
          name: {{ include "platform.fullname" (dict "ctx" .ctx "component" (printf "%s-connectors" .component)) }}
{{- end -}}
