import { SystemClock } from '#libs/clock';
import type { Receipt } from '#libs/contracts';
import { z } from 'zod';
import { aMessage, GatewayInstallation, type GatewayService, Hub } from '../gateway-service.harness.ts';

const Schema = z.looseObject({ required: z.array(z.string()) });
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.object({ $ref: z.string() }) })) }),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
});

describe('The way in by HTTP', () => {
  let installation: GatewayInstallation;
  let service: GatewayService;
  let hub: Hub;

  const message = (over: object = {}) => aMessage(installation.minutesFromNow(-1), over);

  beforeAll(async () => {
    installation = await GatewayInstallation.start(new SystemClock());
    service = await installation.startService();
    hub = await Hub.connect(service.url, await installation.registerGateway());
  }, 60_000);

  afterAll(async () => {
    await hub.close();
    await installation.stop();
  });

  it('answers a gateway only once the log has it, by the same rules as MQTT', async () => {
    const { deviceId } = await installation.registerDevice(hub.credential.gatewayId);
    const post = (body: unknown, secret = hub.credential.secret) => service.post(body, { ...hub.credential, secret });
    const sent = message();
    const taken = await post({ ...sent, deviceId });
    expect([taken.statusCode, taken.json()]).toEqual([
      200,
      { messageId: sent.messageId, deviceId, outcome: 'accepted', reasons: [] },
    ]);
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'duplicate' });
    const bad = await post({ ...message({ readings: [{ code: 'mood', value: 3 }] }), deviceId });
    expect([bad.statusCode, bad.json<Receipt>().reasons[0]?.code]).toEqual([422, 'unknown-code']);
    expect((await post({ deviceId })).statusCode).toBe(400);
    expect((await post('{')).statusCode).toBe(400);
    expect((await post({ ...message(), deviceId }, 'guess')).statusCode).toBe(401);
  });

  it('describes itself to anybody: what to send, by which credential, and what is answered', async () => {
    const answer = await service.ask('/api/v1/ingest/openapi.json');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    const { paths, components } = Document.parse(answer.json());
    const { requestBody, responses } = paths['/api/v1/ingest/observations']?.['post'] ?? {};
    const { $ref } = requestBody?.content['application/json']?.schema ?? {};
    const described = Schema.parse(components.schemas[$ref?.split('/').at(-1) ?? '']);

    expect(Object.keys(responses ?? {})).toEqual(['200', '400', '401', '403', '422', '429']);
    expect(responses?.['429']?.description).toBe('`gateway-too-fast`, `gateway-volume-used-up`');
    // What it says is needed is what is needed.
    const { deviceId } = await installation.registerDevice(hub.credential.gatewayId);
    const whole: Readonly<Record<string, unknown>> = { ...message(), deviceId };
    for (const member of Object.keys(whole)) {
      const without = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== member));
      const { statusCode } = await service.post(without, hub.credential);
      expect([member, statusCode === 400]).toEqual([member, described.required.includes(member)]);
    }
  });
});
