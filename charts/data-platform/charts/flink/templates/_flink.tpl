{{/*
What all objects of Flink share. Ports are pinned: most of Flink's own defaults are random, and no policy could name them.
*/}}

{{- define "flink.ports" -}}
data: 6121
taskmanagerRpc: 6122
rpc: 6123
blob: 6124
query: 6126
rest: 8081
metrics: 9249
{{- end -}}

{{/* s3:// address of a folder in the bucket of transformed data: (dict "ctx" $ "folder" "checkpoints"). */}}
{{- define "flink.s3" -}}
s3://{{ include "platform.s3.bucket" (dict "ctx" .ctx "role" "transformedData") }}/{{ .folder }}
{{- end -}}

{{/* Names of the Secrets that Flink's pods use, comma-separated. Takes $. */}}
{{- define "flink.secrets" -}}
{{- $kafka := include "platform.kafka.secretNames" (dict "ctx" . "user" "flink") | splitList "," -}}
{{- $s3 := include "platform.s3.secretNames" . | splitList "," -}}
{{- concat $kafka $s3 | compact | join "," -}}
{{- end -}}

{{/* Annotations of the pods: they restart when their configuration, the job or a sealed value changes. Takes $. */}}
{{- define "flink.podAnnotations" -}}
checksum/config: {{ print (include "flink.config" .) (include "flink.logging" .) (include "flink.sql" .) | sha256sum | quote }}
{{- with include "platform.secretChecksum" (dict "ctx" . "secrets" (include "flink.secrets" . | splitList "," | compact)) }}
{{ . }}
{{- end }}
{{- end -}}

{{/* Environment of both kinds of process. Takes $. */}}
{{- define "flink.env" -}}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
# The image links the plugin of this name from its opt/ folder.
- name: ENABLE_BUILT_IN_PLUGINS
  value: {{ .Values.s3Plugin | quote }}
- name: JOB_MANAGER_RPC_ADDRESS
  value: {{ include "platform.host" (dict "ctx" . "component" "flink-jobmanager") }}
{{ include "platform.env.aws" (dict "ctx" .) }}
{{- end -}}

{{/* Mounts of both kinds of process. Takes $. */}}
{{- define "flink.volumeMounts" -}}
- name: config
  mountPath: /opt/flink/conf
  readOnly: true
- name: job
  mountPath: /opt/flink/job
  readOnly: true
- name: work
  mountPath: /tmp
  subPath: tmp
- name: work
  mountPath: /opt/flink/log
  subPath: log
- name: work
  mountPath: /opt/flink/plugins/{{ trimSuffix ".jar" .Values.s3Plugin }}
  subPath: s3-plugin
{{- if include "platform.artifacts.isFetched" (dict "ctx" .) }}
- name: artifacts
  mountPath: {{ include "platform.artifacts.dir" dict }}
  readOnly: true
{{- range $target := keys .Values.artifacts.files | sortAlpha }}
{{- if and (hasPrefix "lib/" $target) (get $.Values.artifacts.files $target) }}
- name: artifacts
  mountPath: /opt/flink/{{ $target }}
  subPath: {{ $target }}
  readOnly: true
{{- end }}
{{- end }}
{{- end }}
{{- with include "platform.kafka.volumeMounts" (dict "ctx" .) }}
{{ . }}
{{- end }}
{{- end -}}

{{/* Volumes of both kinds of process. Takes $. */}}
{{- define "flink.volumes" -}}
# The image's own conf/ folder is hidden by this one, so it holds all that Flink reads there.
- name: config
  configMap:
    name: {{ include "platform.fullname" (dict "ctx" . "component" "flink-config") }}
- name: job
  configMap:
    name: {{ include "platform.fullname" (dict "ctx" . "component" "flink-job") }}
# State on local disk, logs of the JVM, the linked plugin.
- name: work
  emptyDir: {}
{{ include "platform.artifacts.volumes" (dict "ctx" .) }}
{{- with include "platform.kafka.volumes" (dict "ctx" . "user" "flink") }}
{{ . }}
{{- end }}
{{- end -}}

{{/* Pod fields of both kinds of process, down to the containers: (dict "ctx" $ "component" "flink-jobmanager"). */}}
{{- define "flink.pod" -}}
serviceAccountName: {{ include "platform.fullname" (dict "ctx" .ctx "component" "flink") }}
# Only high availability speaks to the Kubernetes API.
automountServiceAccountToken: {{ .ctx.Values.highAvailability.enabled }}
terminationGracePeriodSeconds: {{ .ctx.Values.terminationGracePeriodSeconds }}
{{ include "platform.podDefaults" . }}
{{ include "platform.spread" . }}
securityContext:
  {{- include "platform.podSecurity" (dict "uid" 9999) | nindent 2 }}
{{- with include "platform.artifacts.initContainer" (dict "ctx" .ctx "component" "flink") }}
initContainers:
  {{- . | nindent 2 }}
{{- end }}
{{- end -}}
