const perApp = 10;

/** A YAML stream of `count` manifests: apps with all that an app has, each talking to the next. */
export function manyManifests(count: number): string {
  const apps = Math.ceil(count / perApp);
  return Array.from({ length: apps }, (_, index) => app(index, apps)).join("---\n");
}

function app(index: number, apps: number): string {
  const name = `app-${index}`;
  const next = `app-${(index + 1) % apps}`;
  return [deployment(name, next), database(name), ...around(name), ...network(name, next)].join(
    "---\n",
  );
}

function deployment(name: string, next: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: apps
  labels: &labels
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: bench
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels: *labels
${pod(name, next)}`;
}

function pod(name: string, next: string): string {
  return `    spec:
      serviceAccountName: ${name}
      enableServiceLinks: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: web
          image: docker.io/library/web:1.2.3
          args: ["--listen=0.0.0.0:8080", "--upstream=http://${next}:80"]
          env:
            - name: DATABASE_URL
              value: postgresql://${next}-db.apps.svc:5432/app
            - name: NEXT_URL
              value: http://${next}.apps.svc.cluster.local
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${name}
                  key: password
          envFrom:
            - configMapRef:
                name: ${name}
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9100
${limits(name)}`;
}

function limits(name: string): string {
  return `          readinessProbe:
            httpGet:
              path: /ready
              port: http
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          volumeMounts:
            - name: config
              mountPath: /etc/app
      volumes:
        - name: config
          configMap:
            name: ${name}
            items:
              - key: app.yaml
                path: app.yaml
`;
}

function database(name: string): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}-db, namespace: apps }
spec:
  serviceName: ${name}-db
  selector: { matchLabels: { app.kubernetes.io/name: ${name}-db } }
  template:
    metadata: { labels: { app.kubernetes.io/name: ${name}-db } }
    spec:
      containers:
        - name: db
          image: docker.io/library/db:18
          ports: [{ name: postgresql, containerPort: 5432 }]
          volumeMounts: [{ name: data, mountPath: /var/lib/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
}

function around(name: string): readonly string[] {
  return [
    `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: apps, labels: { app.kubernetes.io/name: ${name} } }
spec:
  selector: { app.kubernetes.io/name: ${name} }
  ports: [{ name: http, port: 80, targetPort: http }, { name: metrics, port: 9100, targetPort: metrics }]
`,
    `apiVersion: v1
kind: Service
metadata: { name: ${name}-db, namespace: apps }
spec: { clusterIP: None, selector: { app.kubernetes.io/name: ${name}-db }, ports: [{ name: postgresql, port: 5432 }] }
`,
    `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: apps }
`,
    `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: ${name}, namespace: apps }
spec: { encryptedData: { password: ${"AgBy3i4OJSWK".repeat(40)} } }
`,
    `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: apps }
data:
  MODE: fast
  app.yaml: |
    listen: 0.0.0.0:8080
    database: { host: ${name}-db.apps.svc, port: 5432 }
    cache: { sizeMiB: 64, ttlSeconds: 300 }
`,
    `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: ${name}, namespace: apps }
spec: { selector: { matchLabels: { app.kubernetes.io/name: ${name} } }, endpoints: [{ port: metrics, interval: 30s }] }
`,
  ];
}

function network(name: string, next: string): readonly string[] {
  return [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: apps }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }
  policyTypes: [Egress]
  egress:
    - { ports: [{ port: 53, protocol: UDP }] }
    - { ports: [{ port: 8080 }], to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: ${next} } } }] }
    - { ports: [{ port: 5432 }], to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: ${name}-db } } }, { podSelector: { matchLabels: { app.kubernetes.io/name: ${next}-db } } }] }
`,
    `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: apps }
spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: ${name} } } }
`,
  ];
}
