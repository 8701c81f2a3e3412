import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { declaredSettings } from '../documents/declared-settings.ts';

const root = resolve(import.meta.dirname, '../..');

const Service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).optional(),
  volumes: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).loose(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
});
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.unknown()) });

const secret = /PASSWORD|KEY|SECRET|:\/\/[^/]*:[^/]*@/;

describe('docker/docker-compose.yml', () => {
  let compose: z.infer<typeof Compose>;
  let settings: ReadonlySet<string>;

  beforeAll(async () => {
    compose = Compose.parse(parse(await readFile(join(root, 'docker/docker-compose.yml'), 'utf8'), { merge: true }));
    settings = new Set((await declaredSettings()).flatMap((app) => Object.keys(app.settings)));
  });

  const ours = () =>
    Object.entries(compose.services).filter(([, service]) => service.image === '${HOMEWARD_IMAGE:-homeward}');

  it('runs the three services', () => {
    expect(ours().map(([name, service]) => [name, service.command])).toEqual([
      ['gateway', ['gateway']],
      ['scoring', ['scoring']],
      ['clinician', ['clinician']],
    ]);
  });

  it('sets nothing that no service reads', () => {
    const given = ours().flatMap(([, service]) => Object.keys(service.environment ?? {}));
    expect(given.filter((name) => !settings.has(name))).toEqual([]);
  });

  it('holds no secret: each comes from docker/.env, and is asked for when it is missing', () => {
    const values = Object.values(compose.services).flatMap((service) => Object.entries(service.environment ?? {}));
    const secrets = values.filter(([name, value]) => secret.test(name) || secret.test(String(value)));
    expect(secrets.length).toBeGreaterThan(0);
    for (const [name, value] of secrets)
      expect(`${name}=${String(value)}`).toMatch(/\$\{[A-Z_]+:(?:\?run docker\/new-secrets\.sh first|-)\}/);
  });

  it('lets ours write to nothing but their volume and /tmp, and leaves them no capability', () => {
    for (const [, service] of ours()) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    }
  });

  it('waits only for services that say when they are healthy', () => {
    for (const [, service] of ours())
      for (const needed of Object.keys(service.depends_on ?? {}))
        expect(Object.keys(compose.services)).toContain(needed);
  });

  it('mounts only what is there or declared', () => {
    const mounted = Object.values(compose.services).flatMap((service) => service.volumes ?? []);
    for (const source of mounted.map((volume) => volume.split(':')[0] ?? ''))
      expect(source.startsWith('.') ? existsSync(join(root, 'docker', source)) : source in compose.volumes).toBe(true);
  });
});

// Built and run by tests/containers, where Docker's engine answers.
describe('docker/Dockerfile', () => {
  it('runs as a user who is not root, says how its health is asked, and lists what is in it', async () => {
    const text = await readFile(join(root, 'docker/Dockerfile'), 'utf8');
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('ENTRYPOINT'));
    expect(last).toContain('HEALTHCHECK ');
    expect(last).toContain('/homeward/sbom.cdx.json ./');
    expect(text).toContain('npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx');
  });

  it('copies only what the repository has', async () => {
    const text = await readFile(join(root, 'docker/Dockerfile'), 'utf8');
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '));
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
