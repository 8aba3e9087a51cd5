{{/*
config.yaml of Flink 2: standard YAML, in which a key may stand once only. Unknown keys are passed over in silence
by Flink, so the names here are checked by a test. Takes $.
*/}}
{{- define "flink.config" -}}
{{- $ports := include "flink.ports" . | fromYaml -}}
{{- $values := .Values -}}
{{- $config := dict
  "jobmanager.rpc.address" (include "platform.host" (dict "ctx" . "component" "flink-jobmanager"))
  "jobmanager.rpc.port" $ports.rpc
  "jobmanager.bind-host" "0.0.0.0"
  "jobmanager.memory.process.size" $values.jobmanager.memory
  "blob.server.port" $ports.blob
  "rest.port" $ports.rest
  "rest.bind-address" "0.0.0.0"
  "web.submit.enable" false
  "web.cancel.enable" false
  "taskmanager.bind-host" "0.0.0.0"
  "taskmanager.rpc.port" $ports.taskmanagerRpc
  "taskmanager.data.port" $ports.data
  "taskmanager.memory.process.size" $values.taskmanager.memory
  "taskmanager.numberOfTaskSlots" (int $values.taskmanager.slots)
  "metrics.internal.query-service.port" $ports.query
  "parallelism.default" (int $values.parallelism)
  "io.tmp.dirs" "/tmp"
  "env.java.opts.all" (include "flink.moduleOptions" . | trim | splitList "\n" | join " ")
  "table.local-time-zone" "UTC"
  "restart-strategy.type" "exponential-delay" -}}
{{- $parts := list "flink.stateConfig" "flink.s3Config" "flink.metricsConfig" -}}
{{- if $values.highAvailability.enabled -}}
{{- $parts = append $parts "flink.highAvailabilityConfig" -}}
{{- end -}}
{{- range $parts -}}
{{- $config = merge $config (include . $ | fromYaml) -}}
{{- end -}}
{{- range $key, $value := $values.config -}}
{{- if kindIs "invalid" $value -}}
{{- $config = omit $config $key -}}
{{- else -}}
{{- $_ := set $config $key $value -}}
{{- end -}}
{{- end -}}
{{ toYaml $config }}
{{- end -}}

{{/* Checkpoints and savepoints on S3, state in RocksDB, of which only what changed is written. */}}
{{- define "flink.stateConfig" -}}
{{- $checkpoints := .Values.checkpoints -}}
state.backend.type: rocksdb
execution.checkpointing.mode: EXACTLY_ONCE
execution.checkpointing.interval: {{ $checkpoints.intervalSeconds }} s
execution.checkpointing.min-pause: {{ div (int $checkpoints.intervalSeconds) 2 }} s
execution.checkpointing.timeout: {{ $checkpoints.timeoutSeconds }} s
execution.checkpointing.incremental: true
# One that fails does not restart the job; the next is soon.
execution.checkpointing.tolerable-failed-checkpoints: 3
execution.checkpointing.num-retained: {{ $checkpoints.retained }}
execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
execution.checkpointing.dir: {{ include "flink.s3" (dict "ctx" . "folder" "checkpoints") }}
execution.checkpointing.savepoint-dir: {{ include "flink.s3" (dict "ctx" . "folder" "savepoints") }}
{{- end -}}

{{/*
The S3 plugin asks for credentials by its SDK's own chain: variables, web identity (IRSA), container (Pod Identity). Its
own list, which it takes without this setting, has no web identity.
*/}}
{{- define "flink.s3Config" -}}
{{- $s3 := .Values.global.s3 -}}
fs.s3a.aws.credentials.provider: com.amazonaws.auth.DefaultAWSCredentialsProviderChain
fs.s3a.endpoint.region: {{ $s3.region }}
{{- with $s3.endpoint }}
s3.endpoint: {{ . }}
{{- end }}
{{- if $s3.pathStyle }}
s3.path.style.access: true
{{- end }}
{{- end -}}

{{- define "flink.metricsConfig" -}}
metrics.reporters: prom
metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
metrics.reporter.prom.port: {{ (include "flink.ports" . | fromYaml).metrics }}
metrics.job.status.enable:
  - STATE
  - CURRENT_TIME
{{- end -}}

{{/* Who leads and where the last checkpoint is stands in ConfigMaps. The leader's address is its pod's. */}}
{{- define "flink.highAvailabilityConfig" -}}
high-availability.type: kubernetes
high-availability.storageDir: {{ include "flink.s3" (dict "ctx" . "folder" "ha") }}
high-availability.jobmanager.port: {{ (include "flink.ports" . | fromYaml).rpc }}
kubernetes.cluster-id: {{ include "platform.fullname" (dict "ctx" . "component" "flink") }}
kubernetes.namespace: {{ .Release.Namespace }}
{{- end -}}

{{/* Parts of Java 17 that Flink reaches into, one on each line, as the distribution's own config.yaml opens them. */}}
{{- define "flink.moduleOptions" -}}
--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED
{{- range list "api" "file" "parser" "tree" "util" }}
--add-exports=jdk.compiler/com.sun.tools.javac.{{ . }}=ALL-UNNAMED
{{- end }}
--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED
{{- range list "java.lang" "java.net" "java.io" "java.nio" "sun.nio.ch" "java.lang.reflect" "java.text" "java.time" "java.util" "java.util.concurrent" "java.util.concurrent.atomic" "java.util.concurrent.locks" }}
--add-opens=java.base/{{ . }}=ALL-UNNAMED
{{- end }}
{{- end -}}

{{/* log4j-console.properties: all to standard output. Takes $. */}}
{{- define "flink.logging" -}}
monitorInterval = 30
rootLogger.level = {{ .Values.logLevel }}
rootLogger.appenderRef.console.ref = Console
appender.console.name = Console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}{UTC} %-5p %c - %m%n
# The Kafka clients tell their whole configuration at each start.
logger.kafka.name = org.apache.flink.kafka.shaded.org.apache.kafka
logger.kafka.level = WARN
logger.netty.name = org.jboss.netty.channel.DefaultChannelPipeline
logger.netty.level = OFF
{{- end -}}
