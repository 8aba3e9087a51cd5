{{/*
S3: bucket names, region and credentials, derived from global.s3.
*/}}

{{/*
Bucket of one role: (dict "ctx" $ "role" "rawLogs") gives <organisation>-raw-cdc-logs-<environment>.
Bucket names are global in AWS, hence the organisation; more than 63 characters are refused.
*/}}
{{- define "platform.s3.bucket" -}}
{{- $s3 := .ctx.Values.global.s3 -}}
{{- $parts := list $s3.organisation (get $s3.buckets .role) .ctx.Values.global.environment -}}
{{- $bucket := join "-" (compact $parts) -}}
{{- if gt (len $bucket) 63 -}}
{{- fail (printf "global.s3: bucket name %s is longer than 63 characters; shorten global.s3.organisation or global.s3.buckets.%s" $bucket .role) -}}
{{- end -}}
{{ $bucket }}
{{- end -}}

{{/* Environment variables of an AWS SDK, (dict "ctx" $): region, and static keys where credentials is `secret`. */}}
{{- define "platform.env.aws" -}}
- name: AWS_REGION
  value: {{ .ctx.Values.global.s3.region | quote }}
{{- with .ctx.Values.global.s3.endpoint }}
- name: AWS_ENDPOINT_URL_S3
  value: {{ . | quote }}
{{- end }}
{{- if eq .ctx.Values.global.s3.credentials "secret" }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ .ctx.Values.global.s3.secretName }}
      key: accessKey
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .ctx.Values.global.s3.secretName }}
      key: secretKey
{{- end }}
{{- end -}}

{{/* Annotations of a ServiceAccount that may reach S3, (dict "ctx" $ "role" "connect"): the IAM role under IRSA. */}}
{{- define "platform.s3.serviceAccountAnnotations" -}}
{{- if eq .ctx.Values.global.s3.credentials "irsa" -}}
{{- with get (.ctx.Values.global.s3.roleArns | default dict) .role -}}
eks.amazonaws.com/role-arn: {{ . | quote }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Secrets of S3 a pod uses, comma-separated; empty under IRSA. Takes $. */}}
{{- define "platform.s3.secretNames" -}}
{{- if eq .Values.global.s3.credentials "secret" }}{{ .Values.global.s3.secretName }}{{ end -}}
{{- end -}}
