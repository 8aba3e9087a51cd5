import { describe, expect, test } from "vitest";
import { hasUrlPassword } from "./url-password.ts";

describe("a password in a URL is found", () => {
  test.each([
    "postgresql://debezium:hunter2@db:5432/app",
    "POSTGRES://debezium:hunter2@db",
    "amqp://guest:me@rabbit",
    "redis://:hunter2@cache",
    "postgresql://debezium:hunter2%21%40@db",
    "postgresql://debezium:hunter2@2@db",
    "postgresql://debezium:hunter$2@db",
    "postgresql://$(DB_USER):hunter2@db",
    "postgresql://${DB_USER}:hunter2@db",
    "postgresql://{{ .username }}:hunter2@db",
    "postgresql://${DB_USER}:${DB_PASSWORD}@db and postgresql://app:hunter2@db",
    "jdbc:postgresql://db:5432/app?user=debezium&password=hunter2",
    "jdbc:postgresql://db:5432/app?user=debezium\\u0026password=hunter2",
    "jdbc:mysql://db/app?sslMode=REQUIRED&amp;trustCertificateKeyStorePassword=hunter2",
    "jdbc:sqlserver://db:1433;user=app;password=hunter2;encrypt=true",
    "jdbc:h2:mem:app;PASSWORD=hunter2",
    "jdbc:oracle:thin:app/hunter2@//db:1521/orders",
    "host=a postgresql://db/app?sslpassword=hunter2",
  ])("%s", (url) => {
    expect(hasUrlPassword(`x: "${url}"`)).toBe(true);
  });
});

describe("no password in a URL is", () => {
  test.each([
    "postgresql://$(DB_USER):$(DB_PASSWORD)@db",
    "postgresql://app:${DB_PASSWORD}@db",
    "postgresql://app:${file:/etc/platform/db.properties:password}@db",
    "postgresql://app:$DB_PASSWORD@db",
    "postgresql://{{ .username }}:{{ .password }}@db",
    "postgresql://{user}:{password}@db",
    "postgresql://<user>:<password>@db",
    "postgresql:\\u003cuser\\u003e://app:\\u003cpassword\\u003e@db",
    "postgresql://app:%s@db",
    "postgresql://app:%(password)s@db",
    "postgresql://app:%DB_PASSWORD%@db",
    "postgresql://app:*****@db",
    "postgresql://app:xxxxx@db",
    "postgresql://app@db:5432/app",
    "postgresql://db:5432/app?user=app",
    "jdbc:postgresql://db/app?user=app&password=${DB_PASSWORD}",
    "jdbc:postgresql://db/app?user=app&password=$(DB_PASSWORD)",
    "jdbc:postgresql://db/app?user=app&password={{ .password }}",
    "jdbc:postgresql://db/app?user=app&password=",
    "jdbc:postgresql://db/app?allowClearTextPassword=true",
    "jdbc:oracle:thin:@//db:1521/orders",
    "docker://nginx:1.29@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "http://web:8080?to=me@example.org",
    "http://web:8080/me@example.org",
    "http://web:8080,me@example.org",
    "http://[::1]:8080/me@example.org",
    "https://git:$(cat /token)@example.org",
    "PLAINTEXT://a:9092,PLAINTEXT://b:9092",
    "echo ?password=x of http://web",
  ])("%s", (url) => {
    expect(hasUrlPassword(`x: "${url}"`)).toBe(false);
  });
});

test("long hostile texts are read to their end", () => {
  const texts = ["://a", "a.", "://{", "://{{a", ";password", "a://;pwd=$a", "jdbc:oracle:a:"];
  for (const text of texts) expect(hasUrlPassword(`://${text.repeat(200_000)}`)).toBe(false);
});
