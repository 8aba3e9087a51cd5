{{/*
PostgreSQL: address and names, derived from global.database. All take $ unless said otherwise.
*/}}

{{- define "platform.database.host" -}}
{{- with .Values.global.database.external.host -}}
{{ . }}
{{- else -}}
{{ include "platform.host" (dict "ctx" . "component" "postgresql") }}
{{- end -}}
{{- end -}}

{{- define "platform.database.port" -}}
{{ .Values.global.database.port }}
{{- end -}}

{{- define "platform.database.name" -}}
{{ .Values.global.database.name }}
{{- end -}}

{{/* Name of the Secret of one role: (dict "ctx" $ "role" "debezium"). Keys username and password. */}}
{{- define "platform.database.secret" -}}
{{- get .ctx.Values.global.database.secrets .role | required (printf "global.database.secrets.%s: name the Secret that holds this role" .role) -}}
{{- end -}}

{{/* Statement by which Debezium keeps its place in an idle database; the database job makes the table. Takes $. */}}
{{- define "platform.database.heartbeatQuery" -}}
INSERT INTO {{ .Values.global.database.heartbeatTable }} (id, beat_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET beat_at = EXCLUDED.beat_at
{{- end -}}
