{{/* What a program of one's own is told: brokers, topics, bucket and windows, as variables. Takes $. */}}
{{- define "flink.jobEnv" -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ include "platform.kafka.bootstrapServers" . | quote }}
- name: KAFKA_GROUP_ID
  value: {{ include "platform.kafka.group" (dict "ctx" . "user" "flink") | quote }}
- name: KAFKA_SOURCE_TOPICS
  value: {{ include "platform.topics.cdcList" . | quote }}
- name: S3_OUTPUT_PATH
  value: {{ include "flink.s3" (dict "ctx" . "folder" .Values.job.folder) }}/
- name: WINDOW_SECONDS
  value: {{ .Values.job.windowSeconds | quote }}
- name: WATERMARK_SECONDS
  value: {{ .Values.job.watermarkSeconds | quote }}
{{- end -}}
