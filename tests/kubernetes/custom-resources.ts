/**
 * The fields of custom resources that the manifests use, as their definitions have them: kubernetes-validate knows none of
 * them. Strict, so that a misspelt field is found.
 */
import { z } from 'zod';

const quantity = z.string().regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti)?$/);
const resources = z.strictObject({
  requests: z.strictObject({ cpu: quantity, memory: quantity }),
  limits: z.strictObject({ memory: quantity }),
});
const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({ name: z.string(), namespace: z.string(), labels: labels.optional() });
const secretKey = z.strictObject({ name: z.string(), key: z.string() });

function resource<Kind extends string, Spec extends z.ZodType>(apiVersion: string, kind: Kind, spec: Spec) {
  return z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, spec });
}

/** Strimzi 1.0, install/cluster-operator/04A-Crd-kafkanodepool.yaml. */
const KafkaNodePool = resource(
  'kafka.strimzi.io/v1',
  'KafkaNodePool',
  z.strictObject({
    replicas: z.int().min(1),
    roles: z.array(z.enum(['controller', 'broker'])).min(1),
    storage: z.strictObject({
      type: z.literal('persistent-claim'),
      size: quantity,
      deleteClaim: z.boolean(),
    }),
    resources,
  }),
);

const podSecurityContext = z.strictObject({
  runAsNonRoot: z.boolean(),
  seccompProfile: z.strictObject({ type: z.string() }),
});

/** Strimzi 1.0, install/cluster-operator/040-Crd-kafka.yaml. */
const Kafka = resource(
  'kafka.strimzi.io/v1',
  'Kafka',
  z.strictObject({
    kafka: z.strictObject({
      version: z.string(),
      listeners: z.array(
        z.strictObject({
          name: z.string().regex(/^[a-z0-9]{1,11}$/),
          port: z.int().min(9092),
          type: z.enum(['internal', 'route', 'loadbalancer', 'nodeport', 'ingress', 'cluster-ip']),
          tls: z.boolean(),
        }),
      ),
      config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      template: z.strictObject({
        pod: z.strictObject({ metadata: z.strictObject({ labels }), securityContext: podSecurityContext }),
      }),
    }),
    entityOperator: z.strictObject({ topicOperator: z.strictObject({}) }),
  }),
);

/** CloudNativePG 1.28, the CRD postgresql.cnpg.io_clusters. */
const Cluster = resource(
  'postgresql.cnpg.io/v1',
  'Cluster',
  z.strictObject({
    instances: z.int().min(1),
    imageName: z.string(),
    bootstrap: z.strictObject({
      initdb: z.strictObject({
        database: z.string(),
        owner: z.string(),
        dataChecksums: z.boolean(),
        locale: z.string(),
        localeProvider: z.enum(['builtin', 'icu', 'libc']),
        builtinLocale: z.string(),
      }),
    }),
    managed: z.strictObject({
      roles: z.array(
        z.strictObject({
          name: z.string(),
          ensure: z.enum(['present', 'absent']),
          login: z.boolean(),
          replication: z.boolean(),
          inRoles: z.array(z.string()),
          passwordSecret: z.strictObject({ name: z.string() }),
        }),
      ),
    }),
    storage: z.strictObject({ size: quantity }),
    walStorage: z.strictObject({ size: quantity }),
    postgresql: z.strictObject({
      parameters: z.record(z.string(), z.string()),
      synchronous: z.strictObject({
        method: z.enum(['any', 'first']),
        number: z.int().min(1),
        dataDurability: z.enum(['required', 'preferred']),
      }),
    }),
    resources,
    inheritedMetadata: z.strictObject({ labels }),
    monitoring: z.strictObject({ enablePodMonitor: z.boolean() }),
    plugins: z.array(
      z.strictObject({ name: z.string(), isWALArchiver: z.boolean(), parameters: z.record(z.string(), z.string()) }),
    ),
  }),
);

/** CloudNativePG 1.28, the CRD postgresql.cnpg.io_scheduledbackups. */
const ScheduledBackup = resource(
  'postgresql.cnpg.io/v1',
  'ScheduledBackup',
  z.strictObject({
    schedule: z.string().regex(/^(\S+ ){5}\S+$/, 'six fields, seconds first'),
    backupOwnerReference: z.enum(['none', 'self', 'cluster']),
    cluster: z.strictObject({ name: z.string() }),
    method: z.enum(['barmanObjectStore', 'volumeSnapshot', 'plugin']),
    pluginConfiguration: z.strictObject({ name: z.string() }),
  }),
);

const compressed = z.strictObject({
  compression: z.enum(['bzip2', 'gzip', 'snappy', 'lz4', 'xz', 'zstd']),
  encryption: z.enum(['AES256', 'aws:kms']),
});

/** Barman Cloud plugin 0.10, the CRD barmancloud.cnpg.io_objectstores. */
const ObjectStore = resource(
  'barmancloud.cnpg.io/v1',
  'ObjectStore',
  z.strictObject({
    retentionPolicy: z.string().regex(/^[1-9]\d*[dwm]$/),
    configuration: z.strictObject({
      destinationPath: z.string().startsWith('s3://'),
      endpointURL: z.url(),
      s3Credentials: z.strictObject({ accessKeyId: secretKey, secretAccessKey: secretKey }),
      wal: compressed,
      data: compressed,
    }),
  }),
);

/** KEDA 2.19, the CRD keda.sh_scaledobjects, and its Kafka scaler's metadata. */
const ScaledObject = resource(
  'keda.sh/v1alpha1',
  'ScaledObject',
  z.strictObject({
    scaleTargetRef: z.strictObject({ name: z.string() }),
    minReplicaCount: z.int().min(0),
    maxReplicaCount: z.int().min(1),
    cooldownPeriod: z.int().min(0),
    advanced: z.strictObject({
      horizontalPodAutoscalerConfig: z.strictObject({
        behavior: z.strictObject({
          scaleDown: z.strictObject({
            stabilizationWindowSeconds: z.int().max(3600),
            policies: z.array(
              z.strictObject({ type: z.enum(['Pods', 'Percent']), value: z.int(), periodSeconds: z.int().max(1800) }),
            ),
          }),
        }),
      }),
    }),
    triggers: z.array(
      z.strictObject({
        type: z.literal('kafka'),
        metadata: z.strictObject({
          bootstrapServers: z.string(),
          consumerGroup: z.string(),
          topic: z.string(),
          lagThreshold: z.string().regex(/^\d+$/),
        }),
      }),
    ),
  }),
);

/** cert-manager 1.19, the CRD cert-manager.io_certificates. */
const Certificate = resource(
  'cert-manager.io/v1',
  'Certificate',
  z.strictObject({
    secretName: z.string(),
    dnsNames: z.array(z.string()).min(1),
    issuerRef: z.strictObject({ kind: z.enum(['Issuer', 'ClusterIssuer']), name: z.string() }),
  }),
);

/** Prometheus operator 0.87, the CRD monitoring.coreos.com_podmonitors. */
const PodMonitor = resource(
  'monitoring.coreos.com/v1',
  'PodMonitor',
  z.strictObject({
    selector: z.strictObject({
      matchExpressions: z.array(
        z.strictObject({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }),
      ),
    }),
    podMetricsEndpoints: z.array(z.strictObject({ port: z.string(), path: z.string(), interval: z.string() })),
  }),
);

/** Prometheus operator 0.87, the CRD monitoring.coreos.com_prometheusrules. */
const PrometheusRule = resource(
  'monitoring.coreos.com/v1',
  'PrometheusRule',
  z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string(),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smh]$/)
              .optional(),
            labels,
            annotations: labels,
          }),
        ),
      }),
    ),
  }),
);

export const CustomResource = z.discriminatedUnion('kind', [
  KafkaNodePool,
  Kafka,
  Cluster,
  ScheduledBackup,
  ObjectStore,
  ScaledObject,
  Certificate,
  PodMonitor,
  PrometheusRule,
]);
export const customKinds: ReadonlySet<string> = new Set(
  CustomResource.options.map(({ shape }) => shape.kind.value as string),
);
