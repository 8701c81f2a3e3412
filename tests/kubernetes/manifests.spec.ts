import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { topics } from '#libs/contracts';
import { z } from 'zod';
import { declaredSettings } from '../documents/declared-settings.ts';
import { CustomResource, customKinds } from './custom-resources.ts';
import {
  type Container,
  isOurs,
  kubectl,
  overlays,
  podsOf,
  renderedText,
  type Resource,
  resourcesOf,
} from './rendered.ts';

const root = resolve(import.meta.dirname, '../..');
const validate = process.env['KUBERNETES_VALIDATE_PATH'];

// Without kubectl, or without the schemas, `npm test` says so, first and last.
const withKubectl = kubectl === undefined ? describe.skip : describe;
const withSchemas = kubectl === undefined || validate === undefined ? describe.skip : describe;

const Data = z.object({ data: z.record(z.string(), z.string()) });
const HttpGet = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });

withKubectl.each(overlays)('k8s/overlays/%s', (overlay) => {
  let resources: readonly Resource[];
  let settings: ReadonlySet<string>;

  beforeAll(async () => {
    resources = resourcesOf(renderedText(overlay));
    settings = new Set((await declaredSettings()).flatMap((app) => Object.keys(app.settings)));
  });

  const containers = (): readonly Container[] => podsOf(resources).flatMap(({ spec }) => spec.containers);
  const ours = (): readonly Container[] => containers().filter(isOurs);
  const configuration = (name: string): Readonly<Record<string, string>> =>
    Data.parse(resources.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)).data;
  const ofKind = (kind: string): readonly Resource[] => resources.filter((resource) => resource.kind === kind);

  it('runs the three services, the migration, and backups that are rehearsed, by commands that there are', () => {
    expect(
      ours()
        .map(({ args }) => args?.join(' '))
        .toSorted(),
    ).toEqual(['backup', 'backup --follow', 'clinician', 'gateway', 'migrate', 'restore --rehearse', 'scoring']);
    const help = execFileSync(process.execPath, ['apps/homeward/bin/homeward.mjs', '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    for (const { args } of ours()) expect(help).toContain(` ${args?.[0] ?? 'nothing'} `);
  });

  it('sets nothing that no service reads', () => {
    for (const { env, envFrom } of ours()) {
      const names = [
        ...env.map(({ name }) => name).filter((name) => !env.some(({ value }) => value?.includes(`$(${name})`))),
        ...envFrom.flatMap(({ configMapRef }) => Object.keys(configuration(configMapRef.name))),
      ];
      expect(names.filter((name) => !settings.has(name))).toEqual([]);
    }
  });

  it('takes every secret by reference, from one that k8s/README.md lists', async () => {
    const page = await readFile(join(root, 'k8s/README.md'), 'utf8');
    expect(ofKind('Secret')).toEqual([]);
    const references = containers().flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []));
    expect(references.length).toBeGreaterThan(0);
    for (const { name, key } of references) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect({ name, key, listed: row?.includes(`\`${key}\``) }).toEqual({ name, key, listed: true });
    }
  });

  it('has ports and probes at which the services answer', async () => {
    const served = await readFile(join(root, 'libs/telemetry/src/telemetry.module.ts'), 'utf8');
    for (const { args, ports, startupProbe, livenessProbe, readinessProbe, envFrom } of ours()) {
      if (!['clinician', 'gateway', 'scoring'].includes(args?.[0] ?? '')) continue;
      const port = configuration(envFrom[0]?.configMapRef.name ?? '')['HTTP_PORT'];
      expect(ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
        const { httpGet } = HttpGet.parse(probe);
        expect(httpGet.port).toBe('http');
        expect(served).toContain(`@Get('${httpGet.path}')`);
      }
    }
  });

  it('has pods that the security standard `restricted` lets in', () => {
    for (const { spec } of podsOf(resources)) {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.automountServiceAccountToken).toBe(false);
      for (const { securityContext } of spec.containers) {
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
      }
    }
    for (const { securityContext } of ours()) expect(securityContext.readOnlyRootFilesystem).toBe(true);
  });

  it('names an address for every part that is there: broker, log and database', () => {
    const services = new Set(ofKind('Service').map(({ metadata }) => metadata.name));
    const brokers = Object.values(configuration(ours()[0]?.envFrom[0]?.configMapRef.name ?? '')).filter((value) =>
      value.endsWith(':9092'),
    );
    const kafkas = ofKind('Kafka').map(({ metadata }) => `${metadata.name}-kafka-bootstrap`);
    expect(brokers.map((address) => address.split(':')[0])).toEqual([overlay === 'production' ? kafkas[0] : 'kafka']);
    expect(services).toContain('mosquitto');
  });

  it('scales by a topic and a consumer group that there are', async () => {
    const group = await readFile(join(root, 'apps/scoring/src/scoring-transport.ts'), 'utf8');
    for (const resource of ofKind('ScaledObject')) {
      const scaled = CustomResource.parse(resource);
      if (scaled.kind !== 'ScaledObject') continue;
      for (const { metadata } of scaled.spec.triggers) {
        expect(Object.keys(topics)).toContain(metadata.topic);
        expect(group).toContain(`= '${metadata.consumerGroup}'`);
        expect(scaled.spec.maxReplicaCount).toBeLessThanOrEqual(topics.observations.partitions);
      }
    }
  });

  it('has custom resources with the fields of their definitions, and no others', () => {
    const custom = resources.filter(({ kind }) => customKinds.has(kind));
    for (const resource of custom) expect(CustomResource.safeParse(resource).error?.issues ?? []).toEqual([]);
    expect(custom.length).toBe(overlay === 'production' ? customKinds.size : 0);
    const planted = custom.map((resource) => ({ ...resource, spec: { ...Object(resource['spec']), replica: 3 } }));
    for (const resource of planted) expect(CustomResource.safeParse(resource).success).toBe(false);
  });
});

/** `[how it ended, what it said]`. */
async function validated(text: string): Promise<readonly [number | null, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-manifests-'));
  try {
    const file = join(folder, 'rendered.yaml');
    await writeFile(file, text);
    const { status, stdout, stderr } = spawnSync(validate ?? '', ['--strict', file], { encoding: 'utf8' });
    return [status, stdout + stderr];
  } finally {
    await rm(folder, { recursive: true });
  }
}

withSchemas('the schemas of Kubernetes', () => {
  it.each(overlays)('take what %s renders, but for custom resources', async (overlay) => {
    const [status, said] = await validated(renderedText(overlay));
    expect(said.split('\n').filter((line) => line.startsWith('ERROR'))).toEqual([]);
    expect(status).toBe(0);
    const unknown = [...said.matchAll(/find schema for kind (\w+)/g)].map(([, kind]) => kind ?? '');
    expect(unknown.filter((kind) => !customKinds.has(kind))).toEqual([]);
  });

  it('refuse a misspelt field, and a text where a number is expected', async () => {
    const text = renderedText('production');
    const [misspelt] = await validated(text.replace('terminationGracePeriodSeconds:', 'terminationGracePeriod:'));
    const [mistyped] = await validated(text.replace('replicas: 2', 'replicas: two'));
    expect([misspelt, mistyped]).toEqual([1, 1]);
  });
});
