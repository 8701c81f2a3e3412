/**
 * docker/Dockerfile and docker/docker-compose.yml as they are: the image is built, and all that compose starts runs on an
 * engine of Docker's. Where the images of other makers cannot be pulled, stand-ins of their names are made.
 */
import type { Alert, Me } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { z } from 'zod';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { monitoredPatient } from '../outside/monitored-patient.ts';
import { SignedInBrowser } from '../outside/signed-in-browser.ts';
import { baseImage, ensureBaseImage } from './base-image.ts';
import { ComposedWard } from './composed-ward.ts';
import { buildHomeward, docker } from './docker-engine.ts';
import { ensureServerImages } from './stand-in-images.ts';

const compose = process.env['DOCKER_COMPOSE'] ?? '';
const project = process.env['HOMEWARD_COMPOSE_PROJECT'] ?? `homeward-tests-${String(process.pid)}`;
// Without an engine `npm test` says so, first and last.
const withDocker = compose === '' ? describe.skip : describe;

const image = 'homeward:tried';
const mostBytesWithoutBase = 150_000_000;
const ours = ['gateway', 'scoring', 'clinician'] as const;
/** By itself, or as Java ends when it is asked to. */
const endsInOrder = [0, 143];
const Sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string() })),
});

withDocker('docker/', () => {
  let ward: ComposedWard;
  let administrator: ApiClient;
  let nurse: SignedInBrowser;
  let gateway: GatewayClient;

  beforeAll(async () => {
    await ensureBaseImage();
    await Promise.all([buildHomeward(image), ensureServerImages()]);
    ward = await ComposedWard.start({ compose, project, image });
    const token = await ward.exec('clinician', 'homeward', 'token', '--role', 'administrator');
    administrator = new ApiClient(ward.console, token.trim());
    const password = /^nurse +(\S+)/mu.exec(await ward.exec('clinician', 'homeward', 'passwords'))?.[1] ?? '';
    nurse = await SignedInBrowser.signIn(ward.console, { username: 'nurse', password });
    gateway = await GatewayClient.connect(ward.mqtt, await ward.admitGateway('Ward 7 hub'), { reconnect: true });
  }, 900_000);

  afterAll(async () => {
    await gateway.close();
    await ward.remove();
  }, 120_000);

  it('makes an image that is small, says what it is and how its health is asked', async () => {
    const sizeOf = async (name: string): Promise<number> =>
      Number(await docker('image', 'inspect', '--format', '{{.Size}}', name));
    expect((await sizeOf(image)) - (await sizeOf(baseImage))).toBeLessThan(mostBytesWithoutBase);
    const config: unknown = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config}}', image));
    expect(config).toMatchObject({
      User: 'node',
      Healthcheck: { Test: expect.arrayContaining(['CMD', 'node']) as unknown },
      Labels: { 'org.opencontainers.image.title': 'Homeward', 'org.opencontainers.image.licenses': 'Apache-2.0' },
    });
  });

  it('lists in the image what runs there, and nothing that only tests need', async () => {
    const { components } = Sbom.parse(JSON.parse(await ward.exec('clinician', 'cat', '/homeward/sbom.cdx.json')));
    const names = components.map(({ name }) => name);
    expect(names).toContain('fastify');
    expect(names).not.toContain('jest');
  });

  it.each(ours)(
    'runs the %s service as a user without rights, who can write to its own folders alone',
    async (service) => {
      const { HostConfig: host } = await ward.inspect(service);
      expect(host).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'] });
      expect((await ward.exec(service, 'id', '-u')).trim()).toBe('1000');
      expect(await ward.may(service, 'touch', '/tmp/written')).toBe(true);
      expect(await ward.may(service, 'touch', '/homeward/written')).toBe(false);
      expect(await ward.exec(service, 'cat', '/proc/1/status')).toMatch(/^CapEff:\s+0{16}$/mu);
    },
  );

  it('is found in order by homeward doctor, asked in the clinician’s container', async () => {
    expect(await ward.exec('clinician', 'sh', '-c', 'homeward doctor || true')).toContain('All is well.');
  });

  it('lets a nurse sign in by OpenID, and shows her the alert of what a device has sent by MQTT', async () => {
    expect(await nurse.get<Me>('/api/v1/me')).toMatchObject({
      role: 'nurse',
      session: { expiresAt: expect.any(String) as unknown },
    });
    const { patientId, deviceId } = await monitoredPatient(administrator, gateway.gatewayId, 1);
    await gateway.send(deviceId, fullSet(deteriorating), { takenAt: new Date() });
    await expectHighAlert(patientId);
  });

  it.each([...ours, 'mosquitto', 'kafka', 'postgres'].map((service, index) => ({ service, nth: index + 2 })))(
    'raises one alert, also where $service is stopped meanwhile, as it can be in order',
    async ({ service, nth }) => {
      const { patientId, deviceId } = await monitoredPatient(administrator, gateway.gatewayId, nth);
      const status = await ward.stop(service);
      const sent = gateway.send(deviceId, fullSet(deteriorating), { takenAt: new Date() });
      await ward.startAgain(service);
      await sent;
      expect(endsInOrder).toContain(status);
      await expectHighAlert(patientId);
    },
    240_000,
  );

  async function expectHighAlert(patientId: string): Promise<void> {
    const { items } = await eventually(
      () => nurse.get<{ readonly items: readonly Alert[] }>(`/api/v1/alerts?patientId=${patientId}&state=open`),
      (found) => found.items.some(({ tier }) => tier === 'high'),
      { what: 'a high alert', withinMs: 90_000, everyMs: 100 },
    );
    const conditions = items.map(({ condition }) => condition);
    expect(new Set(conditions).size).toBe(conditions.length);
  }
});
