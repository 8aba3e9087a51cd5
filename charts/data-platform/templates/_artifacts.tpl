{{/*
Files that an official image lacks: connector plugins, Flink's jars, the JMX agent. Under artifacts.mode `image`
the image has them all; under `fetch` an init container downloads them, checks their SHA-256 and
shares them with the main container. The same way for all parts.
*/}}

{{/* "true" when an init container fetches, else empty. Takes (dict "ctx" $). */}}
{{- define "platform.artifacts.isFetched" -}}
{{- if eq .ctx.Values.artifacts.mode "fetch" }}true{{ end -}}
{{- end -}}

{{/* Where fetched files are in the main container. */}}
{{- define "platform.artifacts.dir" -}}
/opt/artifacts
{{- end -}}

{{/* The files to fetch, one line each as files/fetch.sh reads them: (dict "ctx" $ "component" "flink"). */}}
{{- define "platform.artifacts.lines" -}}
{{- $repository := .ctx.Values.artifacts.repository | trimSuffix "/" -}}
{{- range $target := keys .ctx.Values.artifacts.files | sortAlpha }}
{{- $file := get $.ctx.Values.artifacts.files $target }}
{{- if $file }}
{{- $url := $file.url | default "" }}
{{- if not $url }}
{{- $url = printf "%s/%s" (required (printf "%s.artifacts.repository: give the base address of a Maven repository, from which %s is fetched" $.component $file.path) $repository) $file.path }}
{{- end }}
{{ $file.sha256 }} {{ $file.unpack | default "none" }} {{ $target }} {{ $url }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The init container: (dict "ctx" $ "component" "flink"). Empty when nothing is fetched. */}}
{{- define "platform.artifacts.initContainer" -}}
{{- if include "platform.artifacts.isFetched" . -}}
- name: fetch
  image: {{ include "platform.image" (dict "ctx" .ctx "image" .ctx.Values.artifacts.image) }}
  imagePullPolicy: IfNotPresent
  command: [sh, /scripts/fetch.sh]
  env:
    - name: TARGET_DIR
      value: {{ include "platform.artifacts.dir" . }}
    - name: FILES
      value: |-
        {{- include "platform.artifacts.lines" . | trim | nindent 8 }}
  resources:
    requests:
      cpu: 50m
      memory: 64Mi
    limits:
      memory: 256Mi
  securityContext:
    {{- include "platform.containerSecurity" dict | nindent 4 }}
  volumeMounts:
    - name: scripts
      mountPath: /scripts
      readOnly: true
    - name: artifacts
      mountPath: {{ include "platform.artifacts.dir" . }}
{{- end -}}
{{- end -}}

{{/* Volumes of the init container, and of what reads its files: (dict "ctx" $). */}}
{{- define "platform.artifacts.volumes" -}}
- name: scripts
  configMap:
    name: {{ include "platform.fullname" (dict "ctx" .ctx "component" "scripts") }}
{{- if include "platform.artifacts.isFetched" . }}
- name: artifacts
  emptyDir: {}
{{- end }}
{{- end -}}
