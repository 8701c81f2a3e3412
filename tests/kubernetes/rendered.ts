import { execFileSync } from 'node:child_process';
import { accessSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');

export const overlays = ['single-node', 'production'] as const;
export type Overlay = (typeof overlays)[number];

/** As `npm test` has found it, empty where it found none that is new enough; a plain Jest looks on the path. */
const asked = process.env['KUBECTL_PATH'] ?? onPath('kubectl');
export const kubectl = asked === '' ? undefined : asked;

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path);
        return true;
      } catch {
        return false;
      }
    });
}

const Container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).optional(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional() }).optional(),
      }),
    )
    .default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  securityContext: z.object({
    allowPrivilegeEscalation: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
    readOnlyRootFilesystem: z.boolean(),
  }),
  startupProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
});
export type Container = z.infer<typeof Container>;

const Pod = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    automountServiceAccountToken: z.boolean(),
    securityContext: z.object({ runAsNonRoot: z.boolean(), seccompProfile: z.object({ type: z.string() }) }),
    containers: z.array(Container),
  }),
});
export type Pod = z.infer<typeof Pod>;

const Resource = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Resource = z.infer<typeof Resource>;

/** What `kubectl apply -k` would send, as text. */
export function renderedText(overlay: Overlay): string {
  if (kubectl === undefined) throw new TypeError('There is no kubectl: ask for it first.');
  return execFileSync(kubectl, ['kustomize', join(root, 'k8s/overlays', overlay)], { encoding: 'utf8' });
}

export function resourcesOf(text: string): readonly Resource[] {
  return parseAllDocuments(text).map((document) => Resource.parse(document.toJS()));
}

const WithPod = z.object({ spec: z.object({ template: Pod }) });
const WithJob = z.object({ spec: z.object({ jobTemplate: WithPod }) });

/** The pods that resources of Kubernetes' own kinds make; an operator's are made by the operator. */
export function podsOf(resources: readonly Resource[]): readonly Pod[] {
  return resources
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(kind))
    .map((resource) =>
      resource.kind === 'CronJob' ? WithJob.parse(resource).spec.jobTemplate : WithPod.parse(resource),
    )
    .map(({ spec }) => spec.template);
}

export const isOurs = ({ image }: Container): boolean => image.includes('/homeward:');
