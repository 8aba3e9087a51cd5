/**
 * The connectors of the image that Debezium builds for Connect, by class.
 * @see https://github.com/debezium/container-images/blob/main/connect/3.6/Dockerfile
 */
export const stockClasses: readonly string[] = [
  "io.debezium.connector.db2.Db2Connector",
  "io.debezium.connector.db2as400.As400RpcConnector",
  "io.debezium.connector.informix.InformixConnector",
  "io.debezium.connector.jdbc.JdbcSinkConnector",
  "io.debezium.connector.mariadb.MariaDbConnector",
  "io.debezium.connector.mongodb.MongoDbConnector",
  "io.debezium.connector.mongodb.MongoDbSinkConnector",
  "io.debezium.connector.mysql.MySqlConnector",
  "io.debezium.connector.oracle.OracleConnector",
  "io.debezium.connector.postgresql.PostgresConnector",
  "io.debezium.connector.spanner.SpannerConnector",
  "io.debezium.connector.sqlserver.SqlServerConnector",
  "io.debezium.connector.vitess.VitessConnector",
];

/** Well-known ones of others, which an image has only when someone put them there. */
export const otherClasses: readonly string[] = [
  "io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector",
  "io.confluent.connect.jdbc.JdbcSinkConnector",
  "io.confluent.connect.jdbc.JdbcSourceConnector",
  "io.confluent.connect.s3.S3SinkConnector",
  "io.confluent.connect.s3.source.S3SourceConnector",
  "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
  "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
  "org.apache.kafka.connect.mirror.MirrorSourceConnector",
];
