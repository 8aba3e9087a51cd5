{{/*
What every pod of the platform has in common.
*/}}

{{/*
Image reference of (dict "ctx" $ "image" .Values.image). global.imageRegistry, when set, takes the
place of the image's own registry; a digest takes precedence over the tag for the container runtime.
*/}}
{{- define "platform.image" -}}
{{- $registry := .ctx.Values.global.imageRegistry | default .image.registry -}}
{{ $registry }}/{{ .image.repository }}:{{ .image.tag }}{{ with .image.digest }}@{{ . }}{{ end }}
{{- end -}}

{{/*
Pod security context under the restricted standard: (dict "uid" 999) or with "gid" where it differs.
The volume's files belong to the group without a walk over the whole volume at each start.
*/}}
{{- define "platform.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .uid }}
runAsGroup: {{ .gid | default .uid }}
fsGroup: {{ .gid | default .uid }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Container security context under the restricted standard. (dict "writable" true) where an image writes to its own files. */}}
{{- define "platform.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: {{ not .writable }}
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* Pod fields shared by all: (dict "ctx" $). Goes at the level of the pod's spec. */}}
{{- define "platform.podDefaults" -}}
enableServiceLinks: false
{{- with .ctx.Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .ctx.Values.global.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .ctx.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .ctx.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/*
Spread of a component's pods: (dict "ctx" $ "component" "redpanda"). Over nodes and zones, strictly
where global.spread is `required`, as far as there is room where it is `preferred`.
*/}}
{{- define "platform.spread" -}}
{{- $when := ternary "DoNotSchedule" "ScheduleAnyway" (eq .ctx.Values.global.spread "required") -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $when }}
    labelSelector:
      matchLabels:
        {{- include "platform.selectorLabels" $ | nindent 8 }}
  {{- end }}
{{- end -}}

{{/*
Pod annotation that changes when a sealed value changes, so that pods restart with it:
(dict "ctx" $ "secrets" (list "postgres-superuser")). Digests come from global.secretDigests; an
external secret has none there, and its pods are restarted by hand or by a reloader.
*/}}
{{- define "platform.secretChecksum" -}}
{{- $digests := .ctx.Values.global.secretDigests | default dict -}}
{{- $known := list -}}
{{- range .secrets | uniq | sortAlpha -}}
{{- with index $digests . }}{{- $known = append $known . }}{{- end -}}
{{- end -}}
{{- with $known -}}
checksum/secrets: {{ join "," . | sha256sum | quote }}
{{- end -}}
{{- end -}}

{{/* Claim template of a volume: (dict "ctx" $ "persistence" .Values.persistence "name" "data" "labels" …). */}}
{{- define "platform.claimTemplate" -}}
metadata:
  name: {{ .name }}
spec:
  accessModes:
    - ReadWriteOnce
  {{- with .persistence.storageClass | default .ctx.Values.global.storageClass }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ .persistence.size }}
{{- end -}}
