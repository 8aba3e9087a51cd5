{{/*
Annotations of a job that runs after each installation and upgrade: (dict "weight" 0). Argo CD reads the
same ones as PostSync. A job that is still there is deleted before it is made again.
*/}}
{{- define "platform.jobAnnotations" -}}
helm.sh/hook: post-install,post-upgrade
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation
{{- end -}}

{{/* Environment variables username and password of a Secret: (dict "prefix" "DEBEZIUM" "secret" "postgres-debezium"). */}}
{{- define "platform.env.credentials" -}}
- name: {{ .prefix }}_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: username
- name: {{ .prefix }}_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: password
{{- end -}}
