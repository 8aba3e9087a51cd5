// Generated from environments/schema.json. Do not edit.

export type SecretName = string;
export type Topic = string;
/**
 * ARN of an IAM role, or empty.
 */
export type RoleArn = string;
export type Port = number;
/**
 * A Kubernetes quantity, such as 500m or 2Gi. Quote plain numbers.
 */
export type Quantity = string;
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations1 = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations2 = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations3 = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations4 = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];
/**
 * Taints its pods put up with.
 *
 * Items: A taint that is put up with.
 */
export type Tolerations5 = {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  tolerationSeconds?: number;
}[];

/**
 * Values of one environment of the data platform: environments/base.yaml with environments/<env>.yaml on top.
 */
export interface PlatformValues {
  /**
   * What several parts share: addresses, topics, buckets and the names of Secrets are derived from it.
   */
  global: {
    /**
     * Which environment this is; it ends the bucket names.
     */
    environment: "dev" | "staging" | "prod";
    /**
     * DNS domain of the cluster.
     */
    clusterDomain?: string;
    /**
     * Registry that takes the place of every image's own; empty: their own.
     */
    imageRegistry?: string;
    /**
     * Names of Secrets with registry credentials.
     */
    imagePullSecrets?: SecretName[];
    /**
     * Storage class of every volume that names none; empty: the cluster's default.
     */
    storageClass?: string;
    /**
     * Priority class of every pod; empty: the cluster's default.
     */
    priorityClassName?: string;
    /**
     * How replicas spread over nodes and zones.
     */
    spread?: "preferred" | "required";
    /**
     * Digest of each sealed Secret by its name, written by the prepare hook.
     */
    secretDigests?: {
      [k: string]: string;
    };
    /**
     * The database that changes are captured from.
     */
    database?: {
      /**
       * Its name.
       */
      name?: string;
      /**
       * Its port.
       */
      port?: number;
      /**
       * A PostgreSQL outside.
       */
      external?: {
        /**
         * Its address; empty: our own. Set postgresql.enabled to false with it.
         */
        host?: string;
      };
      /**
       * Names of the Secrets of each role, each with keys username and password.
       */
      secrets?: {
        /**
         * The role that prepares the database.
         */
        superuser?: string;
        /**
         * The role that captures changes.
         */
        debezium?: string;
        /**
         * The role that reads statistics.
         */
        exporter?: string;
        /**
         * The role of the application that writes.
         */
        app?: string;
      };
      /**
       * How clients speak to it, as libpq names it.
       */
      sslMode?: "disable" | "prefer" | "require";
      /**
       * Publication that Debezium reads.
       */
      publication?: string;
      /**
       * Replication slot that Debezium holds.
       */
      slot?: string;
      /**
       * Table that Debezium writes to so that an idle database frees its log.
       */
      heartbeatTable?: string;
    };
    /**
     * Captured tables, each schema.table.
     *
     * @minItems 1
     */
    tables?: string[];
    /**
     * Kafka for all of its clients.
     */
    kafka?: {
      /**
       * plaintext, or sasl-ssl: TLS with SCRAM logins on brokers and all clients.
       */
      security?: "plaintext" | "sasl-ssl";
      /**
       * How users log in under sasl-ssl.
       */
      saslMechanism?: "SCRAM-SHA-256" | "SCRAM-SHA-512";
      /**
       * Secret with the brokers' certificate: tls.crt, tls.key, ca.crt.
       */
      tlsSecret?: string;
      /**
       * Names of the Secrets of each Kafka user, each with keys username and password.
       */
      users?: {
        /**
         * The superuser.
         */
        admin?: string;
        /**
         * Debezium.
         */
        debezium?: string;
        /**
         * The S3 sink.
         */
        connect?: string;
        /**
         * Flink.
         */
        flink?: string;
      };
      /**
       * What each client is called in Kafka: its group, and the beginning of its own topics.
       */
      groups?: {
        /**
         * Workers of the Debezium cluster.
         */
        debezium?: string;
        /**
         * Workers of the S3 sink cluster.
         */
        connect?: string;
        /**
         * Consumers of the Flink job.
         */
        flink?: string;
      };
      /**
       * Ports of our own brokers.
       */
      ports?: {
        /**
         * Kafka without encryption.
         */
        plaintext?: number;
        /**
         * Kafka over TLS.
         */
        saslSsl?: number;
        /**
         * Admin API: health and metrics.
         */
        admin?: number;
        /**
         * Admin API over TLS, under sasl-ssl.
         */
        adminTls?: number;
        /**
         * Schema registry.
         */
        schemaRegistry?: number;
        /**
         * Between brokers.
         */
        rpc?: number;
      };
      /**
       * A Kafka outside.
       */
      external?: {
        /**
         * Its host:port list; empty: our own. Set redpanda.enabled to false with it.
         */
        bootstrapServers?: string;
        /**
         * URL of a schema registry beside it; empty: there is none.
         */
        schemaRegistryUrl?: string;
      };
    };
    /**
     * Topics of the platform.
     */
    topics?: {
      /**
       * Debezium writes each table to <prefix>.<schema>.<table>.
       */
      prefix?: string;
      /**
       * Partitions of each captured table's topic.
       */
      partitions?: number;
      /**
       * Copies of each record; never more than there are brokers.
       */
      replicationFactor?: number;
      /**
       * How long captured changes are kept.
       */
      retentionHours?: number;
      /**
       * Topics that others write and the S3 sink archives as well.
       */
      rawLogs?: Topic[];
      /**
       * Topic for records that the S3 sink cannot write.
       */
      deadLetter?: string;
      /**
       * Further topics to create, by name.
       */
      extra?: {
        /**
         * One topic.
         */
        [k: string]: {
          /**
           * Its partitions.
           */
          partitions?: number;
          /**
           * Its settings.
           */
          config?: {
            [k: string]: string;
          };
        };
      };
    };
    /**
     * Object storage.
     */
    s3?: {
      /**
       * Begins every bucket name; empty: no such part.
       */
      organisation?: string;
      /**
       * Bucket by role; the whole name is <organisation>-<this>-<environment>.
       */
      buckets?: {
        /**
         * Archive of the topics.
         */
        rawLogs?: string;
        /**
         * What Flink writes.
         */
        transformedData?: string;
      };
      /**
       * AWS region.
       */
      region?: string;
      /**
       * URL of a service that speaks S3 in the place of AWS; empty: AWS.
       */
      endpoint?: string;
      /**
       * Buckets in the path instead of the host name.
       */
      pathStyle?: boolean;
      /**
       * irsa: an IAM role by ServiceAccount. secret: static keys.
       */
      credentials?: "irsa" | "secret";
      /**
       * IAM role of each ServiceAccount under irsa; empty with EKS Pod Identity.
       */
      roleArns?: {
        connect?: RoleArn;
        flink?: RoleArn;
        backup?: RoleArn;
      };
      /**
       * Secret with keys accessKey and secretKey, under secret.
       */
      secretName?: string;
    };
    /**
     * What watches the platform, outside of this chart.
     */
    monitoring?: {
      /**
       * Labels that Prometheus selects monitors and rules by.
       */
      labels?: {
        [k: string]: string;
      };
      /**
       * Namespace that Prometheus scrapes from.
       */
      namespace?: string;
      /**
       * Where Prometheus is.
       */
      prometheusUrl?: string;
      /**
       * Where Grafana is.
       */
      grafanaUrl?: string;
    };
  };
  /**
   * Who may speak to whom.
   */
  networkPolicies?: {
    /**
     * Fence the whole namespace.
     */
    enabled?: boolean;
    /**
     * Where names are resolved.
     */
    dns?: Peer[];
    /**
     * Whom the parts may reach outside.
     */
    outside?: {
      /**
       * AWS: S3 and STS, or the service in its place.
       */
      s3?: Peer[];
      /**
       * Where missing files are downloaded from.
       */
      artifacts?: Peer[];
      /**
       * An outside Kafka.
       */
      kafka?: Peer[];
      /**
       * An outside PostgreSQL.
       */
      database?: Peer[];
      /**
       * The cluster's own API.
       */
      kubernetesApi?: Peer[];
    };
    /**
     * Further clients of a part.
     */
    clients?: {
      /**
       * Whom they reach, by its label app.kubernetes.io/name.
       */
      component: string;
      /**
       * Ports of its pods.
       *
       * @minItems 1
       */
      ports: Port[];
      /**
       * Who they are.
       */
      from: Peer[];
    }[];
  };
  /**
   * The namespace itself.
   */
  namespace?: {
    /**
     * Render it, for those who apply the render as it is.
     */
    create?: boolean;
  };
  /**
   * Bounds of the whole namespace.
   */
  quota?: {
    /**
     * Set them.
     */
    enabled?: boolean;
    /**
     * What its pods may ask for together, as a ResourceQuota has it.
     */
    hard?: {
      [k: string]: string | number;
    };
  };
  /**
   * The class of global.priorityClassName.
   */
  priorityClass?: {
    /**
     * Make it; it is the cluster's.
     */
    create?: boolean;
    /**
     * Higher goes first.
     */
    value?: number;
  };
  /**
   * Jobs that run after each installation and upgrade.
   */
  jobs?: {
    /**
     * Roles, schemas, heartbeat table and publication.
     */
    databaseInit?: {
      /**
       * Run it.
       */
      enabled?: boolean;
      /**
       * Create captured tables that are not there.
       */
      exampleTables?: boolean;
      /**
       * Captured tables log whole old rows.
       */
      replicaIdentityFull?: boolean;
      resources?: Resources;
    };
    /**
     * Topics and cluster properties.
     */
    topics?: {
      /**
       * Run it.
       */
      enabled?: boolean;
      resources?: Resources;
    };
    /**
     * How long a job waits for what it needs.
     */
    timeoutSeconds?: number;
  };
  /**
   * PostgreSQL, one server with logical replication.
   */
  postgresql?: {
    /**
     * Run our own; false with global.database.external.host.
     */
    enabled?: boolean;
    image?: Image;
    persistence?: Persistence;
    /**
     * Server settings, as in postgresql.conf, all as text.
     */
    parameters?: {
      [k: string]: string;
    };
    /**
     * Connections and slots for logical replication.
     */
    maxReplicationSlots?: number;
    /**
     * Snapshots of the volume.
     */
    backup?: {
      /**
       * Take them.
       */
      enabled?: boolean;
      /**
       * When, as a cron line in UTC.
       */
      schedule?: string;
      /**
       * How many stay.
       */
      keep?: number;
      /**
       * VolumeSnapshotClass; empty: the cluster's default.
       */
      snapshotClass?: string;
      image?: Image;
      resources?: Resources;
    };
    resources?: Resources;
    /**
     * Seconds to shut down cleanly.
     */
    terminationGracePeriodSeconds?: number;
    nodeSelector?: NodeSelector;
    tolerations?: Tolerations;
  };
  /**
   * Redpanda: brokers that speak Kafka, with a schema registry inside.
   */
  redpanda?: {
    /**
     * Run our own; false with global.kafka.external.bootstrapServers.
     */
    enabled?: boolean;
    image?: Image;
    /**
     * Brokers: an odd number.
     */
    replicas?: 1 | 3 | 5 | 7;
    /**
     * For laptops: no minimum of memory or disk speed, shares its cores.
     */
    developerMode?: boolean;
    /**
     * Cores a broker uses.
     */
    cores?: number;
    /**
     * Memory a broker takes for itself; below resources.limits.memory.
     */
    memory?: string;
    /**
     * Further flags of rpk redpanda start.
     */
    extraFlags?: string[];
    /**
     * Cluster properties, by name.
     */
    clusterProperties?: {
      [k: string]: string | number | boolean | unknown[];
    };
    persistence?: Persistence;
    resources?: Resources;
    /**
     * Seconds to shut down cleanly.
     */
    terminationGracePeriodSeconds?: number;
    nodeSelector?: NodeSelector1;
    tolerations?: Tolerations1;
  };
  /**
   * Debezium: captures the changes of PostgreSQL, in a Connect cluster of its own.
   */
  debezium?: {
    /**
     * Run it.
     */
    enabled?: boolean;
    image?: Image;
    /**
     * Workers.
     */
    replicas?: number;
    /**
     * Memory options of the Java process.
     */
    heap?: string;
    worker?: Settings;
    /**
     * The source connector.
     */
    connector?: {
      /**
       * Its name in Connect.
       */
      name?: string;
      /**
       * What it reads when it starts without a place kept.
       */
      snapshotMode?:
        "always" | "initial" | "initial_only" | "no_data" | "when_needed" | "configuration_based" | "custom";
      /**
       * The replication slot lives on at a standby that takes over.
       */
      slotFailover?: boolean;
      /**
       * How often it notes its place when nothing changes.
       */
      heartbeatSeconds?: number;
      settings?: Settings1;
    };
    reconcile?: Reconcile;
    metrics?: ConnectMetrics;
    artifacts?: Artifacts;
    resources?: Resources;
    /**
     * Seconds to shut down cleanly.
     */
    terminationGracePeriodSeconds?: number;
    nodeSelector?: NodeSelector2;
    tolerations?: Tolerations2;
  };
  /**
   * Kafka Connect: archives topics to S3, in a Connect cluster of its own.
   */
  kafkaConnect?: {
    /**
     * Run it.
     */
    enabled?: boolean;
    image?: Image;
    /**
     * Workers.
     */
    replicas?: number;
    /**
     * Memory options of the Java process.
     */
    heap?: string;
    worker?: Settings2;
    /**
     * The sink connector.
     */
    sink?: {
      /**
       * Whose plugin.
       */
      provider?: "confluent" | "aiven";
      /**
       * Its name in Connect.
       */
      name?: string;
      /**
       * Tasks at most.
       */
      tasksMax?: number;
      /**
       * First part of every object's key.
       */
      folder?: string;
      /**
       * Records in a file at most.
       */
      recordsPerFile?: number;
      /**
       * Seconds after which a file is written.
       */
      rotateSeconds?: number;
      /**
       * What is held in memory of each open file.
       */
      partSizeBytes?: number;
      settings?: Settings3;
    };
    reconcile?: Reconcile;
    metrics?: ConnectMetrics;
    artifacts?: Artifacts;
    resources?: Resources;
    /**
     * Seconds to shut down cleanly.
     */
    terminationGracePeriodSeconds?: number;
    nodeSelector?: NodeSelector3;
    tolerations?: Tolerations3;
  };
  /**
   * Flink: the stream job over the captured changes, in application mode.
   */
  flink?: {
    /**
     * Run it.
     */
    enabled?: boolean;
    image?: Image;
    /**
     * The S3 plugin in the image's opt/ folder.
     */
    s3Plugin?: string;
    /**
     * What it runs.
     */
    job?: {
      /**
       * sql: a SQL script; jar: a program of your own.
       */
      kind?: "sql" | "jar";
      /**
       * A SQL script in the place of the chart's own; empty: the chart's.
       */
      sql?: string;
      /**
       * Length of the event-time windows.
       */
      windowSeconds?: number;
      /**
       * How late a record may come.
       */
      watermarkSeconds?: number;
      /**
       * After so long without records a partition no longer holds the others back.
       */
      idleSeconds?: number;
      /**
       * Folder of the results in the bucket of transformed data.
       */
      folder?: string;
      /**
       * Path of your program's jar in the image or below /opt/artifacts.
       */
      jar?: string;
      /**
       * Its main class.
       */
      class?: string;
      /**
       * Its arguments.
       */
      args?: string[];
      /**
       * Savepoint or checkpoint to start from; empty: none.
       */
      fromSavepoint?: string;
      /**
       * Go on although part of the savepoint has no place in the job.
       */
      allowNonRestoredState?: boolean;
    };
    /**
     * Keeps the job's place in ConfigMaps, so that a lost JobManager goes on where it was.
     */
    highAvailability?: {
      /**
       * Use it.
       */
      enabled?: boolean;
    };
    /**
     * Checkpoints of the job's state, on S3.
     */
    checkpoints?: {
      /**
       * Seconds between two.
       */
      intervalSeconds?: number;
      /**
       * Seconds one may take.
       */
      timeoutSeconds?: number;
      /**
       * How many are kept.
       */
      retained?: number;
    };
    /**
     * Further or other settings of config.yaml, by their full name; null leaves one out.
     */
    config?: {
      [k: string]: string | number | boolean | null;
    };
    /**
     * Level of the log.
     */
    logLevel?: "ERROR" | "WARN" | "INFO" | "DEBUG";
    /**
     * The JobManager.
     */
    jobmanager?: {
      /**
       * One, or more with high availability: all but one stand by.
       */
      replicas?: number;
      /**
       * Memory of the whole process: resources.limits.memory or less.
       */
      memory?: string;
      resources?: Resources;
    };
    /**
     * The TaskManagers.
     */
    taskmanager?: {
      /**
       * How many.
       */
      replicas?: number;
      /**
       * Task slots of each.
       */
      slots?: number;
      /**
       * Memory of the whole process: resources.limits.memory or less.
       */
      memory?: string;
      resources?: Resources;
    };
    /**
     * Parallelism of the job: at most replicas × slots.
     */
    parallelism?: number;
    artifacts?: Artifacts;
    /**
     * Seconds to shut down cleanly.
     */
    terminationGracePeriodSeconds?: number;
    nodeSelector?: NodeSelector4;
    tolerations?: Tolerations4;
  };
  /**
   * Monitoring: exporters, what Prometheus scrapes, alerts and a dashboard.
   */
  monitoring?: {
    /**
     * Have it.
     */
    enabled?: boolean;
    /**
     * Objects of the Prometheus operator, or plain files in a ConfigMap.
     */
    mode?: "operator" | "standalone";
    /**
     * How often targets are scraped and connections probed.
     */
    interval?: string;
    /**
     * host:port of Alertmanager, under standalone.
     */
    alertmanager?: string;
    /**
     * When alerts fire.
     */
    alerts?: {
      /**
       * Share of the database's connections that may be in use.
       */
      connectionRatio?: number;
      /**
       * Write-ahead log that a replication slot may keep, in GiB.
       */
      slotGibibytes?: number;
      /**
       * Records that a consumer group may be behind.
       */
      lagRecords?: number;
      /**
       * Seconds that captured changes may be late.
       */
      behindSeconds?: number;
      /**
       * Watch ExternalSecrets.
       */
      externalSecrets?: boolean;
    };
    /**
     * The dashboard for Grafana.
     */
    dashboard?: {
      /**
       * Ship it.
       */
      enabled?: boolean;
    };
    /**
     * Reads the database's statistics.
     */
    postgresExporter?: {
      image?: Image;
      resources?: Resources;
    };
    /**
     * Asks each connection from inside the namespace.
     */
    blackbox?: {
      image?: Image;
      resources?: Resources;
    };
    nodeSelector?: NodeSelector5;
    tolerations?: Tolerations5;
  };
}
/**
 * Peer of a NetworkPolicy.
 */
export interface Peer {
  ipBlock?: {
    cidr: string;
    except?: string[];
  };
  namespaceSelector?: {
    matchLabels?: {
      [k: string]: string;
    };
    matchExpressions?: {}[];
  };
  podSelector?: {
    matchLabels?: {
      [k: string]: string;
    };
    matchExpressions?: {}[];
  };
}
/**
 * What a container asks for and may use.
 */
export interface Resources {
  /**
   * What the scheduler keeps free.
   */
  requests?: {
    cpu?: Quantity;
    memory?: Quantity;
    "ephemeral-storage"?: Quantity;
  };
  /**
   * What it may use at most.
   */
  limits?: {
    cpu?: Quantity;
    memory?: Quantity;
    "ephemeral-storage"?: Quantity;
  };
}
/**
 * A container image.
 */
export interface Image {
  /**
   * Host of its registry.
   */
  registry?: string;
  /**
   * Its name there.
   */
  repository?: string;
  /**
   * Its tag: pinned, never latest.
   */
  tag?: string;
  /**
   * sha256:… of the image, or empty.
   */
  digest?: string;
}
/**
 * A volume of its own, which outlives the release.
 */
export interface Persistence {
  /**
   * A Kubernetes quantity, such as 500m or 2Gi. Quote plain numbers.
   */
  size?: string;
  /**
   * Its storage class; empty: global.storageClass.
   */
  storageClass?: string;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector {
  [k: string]: string;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector1 {
  [k: string]: string;
}
/**
 * Further settings of the worker.
 */
export interface Settings {
  [k: string]: string | boolean | number;
}
/**
 * Further or other settings of the connector.
 */
export interface Settings1 {
  [k: string]: string | boolean | number;
}
/**
 * Registering and healing connectors.
 */
export interface Reconcile {
  image?: Image1;
  /**
   * Minutes between regular runs: a divisor of 60.
   */
  everyMinutes?: 1 | 2 | 3 | 4 | 5 | 6 | 10 | 12 | 15 | 20 | 30;
  /**
   * Restarts of a failed task at most, by the regular runs.
   */
  restartsPerHour?: number;
  /**
   * A Debezium connector may be removed; its replication slot must then be dropped by hand.
   */
  allowSlotLoss?: boolean;
  resources?: Resources;
}
/**
 * A container image.
 */
export interface Image1 {
  /**
   * Host of its registry.
   */
  registry?: string;
  /**
   * Its name there.
   */
  repository?: string;
  /**
   * Its tag: pinned, never latest.
   */
  tag?: string;
  /**
   * sha256:… of the image, or empty.
   */
  digest?: string;
}
/**
 * Metrics of Connect by the JMX agent, on port 9404.
 */
export interface ConnectMetrics {
  /**
   * Run the agent.
   */
  enabled?: boolean;
  /**
   * Where it is in the image, under artifacts.mode image.
   */
  agentJar?: string;
}
/**
 * Files that the official image lacks.
 */
export interface Artifacts {
  /**
   * image: the image has them; fetch: an init container downloads and checks them.
   */
  mode?: "image" | "fetch";
  /**
   * Base address of a Maven repository or a mirror, for files given by path; needed under fetch.
   */
  repository?: string;
  image?: Image2;
  /**
   * Files by target below /opt/artifacts.
   */
  files?: {
    /**
     * One file; null leaves a default out.
     */
    [k: string]: {
      /**
       * Its path below the repository.
       */
      path?: string;
      /**
       * Its whole address, in the place of path.
       */
      url?: string;
      /**
       * Its checksum.
       */
      sha256: string;
      /**
       * How it is unpacked into a folder of the target's name.
       */
      unpack?: "none" | "zip" | "tar";
    } | null;
  };
}
/**
 * A container image.
 */
export interface Image2 {
  /**
   * Host of its registry.
   */
  registry?: string;
  /**
   * Its name there.
   */
  repository?: string;
  /**
   * Its tag: pinned, never latest.
   */
  tag?: string;
  /**
   * sha256:… of the image, or empty.
   */
  digest?: string;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector2 {
  [k: string]: string;
}
/**
 * Further settings of the worker.
 */
export interface Settings2 {
  [k: string]: string | boolean | number;
}
/**
 * Further or other settings of the connector.
 */
export interface Settings3 {
  [k: string]: string | boolean | number;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector3 {
  [k: string]: string;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector4 {
  [k: string]: string;
}
/**
 * Labels a node must carry.
 */
export interface NodeSelector5 {
  [k: string]: string;
}
