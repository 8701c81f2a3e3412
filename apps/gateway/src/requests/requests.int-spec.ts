import { randomUUID } from 'node:crypto';
import { ManualClock } from '#libs/clock';
import { deviceTopic, type DeviceKind, EventId, type MeasurementRequest, PatientId, StayId } from '#libs/contracts';
import { aRequest, eventually } from '#libs/fixtures';
import { GatewayInstallation, type GatewayService, Hub } from '../gateway-service.harness.ts';
import { describeWithMosquitto, Mosquitto } from '../mosquitto.harness.ts';

// Real: Postgres, the event log on it, the MQTT broker (our own, and Mosquitto), the Nest application, gateways' clients.
// The time is set by the test.

/** A patient, the gateway of their home, and the requests to them. */
class Home {
  readonly patientId = PatientId.parse(randomUUID());

  private constructor(
    private readonly installation: GatewayInstallation,
    readonly credential: Awaited<ReturnType<GatewayInstallation['registerGateway']>>,
  ) {}

  static async prepare(installation: GatewayInstallation): Promise<Home> {
    return new Home(installation, await installation.registerGateway());
  }

  async issue(kind: DeviceKind): Promise<string> {
    const { patientId } = this;
    return (await this.installation.registerDevice(this.credential.gatewayId, { kind, patientId })).deviceId;
  }

  async ask(over: Partial<MeasurementRequest> = {}): Promise<MeasurementRequest> {
    const request = aRequest(
      { patientId: this.patientId, stayId: StayId.parse(randomUUID()) },
      this.installation.clock.now(),
      {
        id: EventId.parse(randomUUID()),
        asks: 'device',
        codes: ['oxygen-saturation'],
        why: 'poor-signal',
        expiresAt: this.installation.minutesFromNow(10),
        ...over,
      },
    );
    await this.installation.publish('requests', request.patientId, request);
    await this.installation.caughtUp('requests');
    return request;
  }
}

describe('Requests to measure, over our own broker', () => {
  const clock = new ManualClock(new Date('2026-11-21T08:30:00Z'));
  let installation: GatewayInstallation;
  let service: GatewayService;
  const hubs: Hub[] = [];
  const connect = async ({ credential }: Home, to = service): Promise<Hub> => {
    const hub = await Hub.connect(to.url, credential, { reconnectPeriod: 0 });
    hubs.push(hub);
    return hub;
  };
  const homeWith = async (...kinds: readonly DeviceKind[]) => {
    const home = await Home.prepare(installation);
    const [deviceId = ''] = await Promise.all(kinds.map((kind) => home.issue(kind)));
    return { home, deviceId };
  };

  beforeAll(async () => {
    installation = await GatewayInstallation.start(clock);
    service = await installation.startService();
  }, 60_000);
  afterEach(() => Promise.all(hubs.splice(0).map((hub) => hub.close())));
  afterAll(() => installation.stop());

  it('reach the device that the patient has now, once, and no other gateway', async () => {
    const { home, deviceId } = await homeWith('pulse-oximeter', 'blood-pressure-cuff');
    const hub = await connect(home);
    const neighbour = await connect(await Home.prepare(installation));
    const request = await home.ask();
    expect(await hub.request(request.id)).toEqual({
      topic: deviceTopic(home.credential.gatewayId, deviceId, 'requests'),
      message: {
        requestId: request.id,
        asks: 'device',
        codes: ['oxygen-saturation'],
        why: 'poor-signal',
        words: request.words,
        requestedAt: request.at,
        expiresAt: request.expiresAt,
      },
    });
    await home.ask(request);
    const next = await home.ask();
    await hub.request(next.id);
    expect(hub.requests.map(({ message }) => message.requestId)).toEqual([request.id, next.id]);
    expect(neighbour.requests).toEqual([]);
  });

  it('wait for a gateway that is away, through a restart of ours, until they expire', async () => {
    const { home } = await homeWith('wearable');
    const short = await home.ask({ expiresAt: installation.minutesFromNow(2) });
    const long = await home.ask({ expiresAt: installation.minutesFromNow(20) });
    await service.stop();
    clock.advance(3 * 60_000);
    service = await installation.startService();
    const hub = await connect(home);
    await hub.request(long.id);
    expect(hub.requestCount(short.id)).toBe(0);
  }, 30_000);

  it('are not sent any more once they were answered or withdrawn', async () => {
    const { home } = await homeWith('wearable');
    const answered = await home.ask();
    await home.ask({ ...answered, revision: 2, state: 'answered' });
    const asked = await home.ask();
    const hub = await connect(home);
    await hub.request(asked.id);
    expect(hub.requestCount(answered.id)).toBe(0);
  });

  it.each(['answered', 'withdrawn'] as const)('are never sent where they are known as %s first', async (state) => {
    const { home } = await homeWith('wearable');
    const hub = await connect(home);
    const settled = await home.ask({ revision: 2, state });
    await home.ask({ ...settled, revision: 1, state: 'asked' });
    const asked = await home.ask();
    await hub.request(asked.id);
    expect(hub.requestCount(settled.id)).toBe(0);
  });

  it('go out again where they are asked again after having been withdrawn', async () => {
    const { home } = await homeWith('wearable');
    const hub = await connect(home);
    const request = await home.ask();
    await hub.request(request.id);
    await home.ask({ ...request, revision: 2, state: 'withdrawn' });
    await home.ask({ ...request, revision: 3 });
    await eventually(() => hub.requestCount(request.id) === 2, { what: 'the second time' });
  });

  it('come again to the next connection where one ended before it acknowledged', async () => {
    const { home } = await homeWith('wearable');
    const silent = await connect(home);
    const shown: unknown[] = [];
    // Never calls back, so never acknowledges.
    silent.client.handleMessage = (packet) => shown.push(packet);
    const request = await home.ask();
    await eventually(() => shown.length > 0, { what: 'the request' });
    silent.client.stream.destroy();
    const hub = await connect(home);
    await hub.request(request.id);
  });

  it('are forgotten when they expire', async () => {
    const { home } = await homeWith('wearable');
    await home.ask();
    const withdrawn = await home.ask();
    await home.ask({ ...withdrawn, revision: 2, state: 'withdrawn' });
    clock.advance(10 * 60_000);
    const rows = () => installation.database.pool.query('SELECT FROM request WHERE expires_at <= $1', [clock.now()]);
    await eventually(async () => (await rows()).rowCount === 0, { what: 'no expired request' });
  });
});

describeWithMosquitto('Requests to measure, over Mosquitto', () => {
  const clock = new ManualClock(new Date('2026-11-21T08:30:00Z'));
  let mosquitto: Mosquitto;
  let installation: GatewayInstallation;

  beforeAll(async () => {
    mosquitto = await Mosquitto.start();
    installation = await GatewayInstallation.start(clock);
    await installation.startService({ MQTT_URL: mosquitto.url });
  }, 60_000);

  afterAll(async () => {
    await installation.stop();
    await mosquitto.remove();
  });

  it('reach the device once, and wait until they expire while the broker is away', async () => {
    const home = await Home.prepare(installation);
    const deviceId = await home.issue('pulse-oximeter');
    const hub = await Hub.connect(mosquitto.url, home.credential, { reconnectPeriod: 0 });
    const request = await home.ask();
    const { topic } = await hub.request(request.id);
    expect(topic).toBe(deviceTopic(home.credential.gatewayId, deviceId, 'requests'));

    await mosquitto.stop();
    const short = await home.ask({ expiresAt: installation.minutesFromNow(2) });
    const long = await home.ask({ expiresAt: installation.minutesFromNow(20) });
    clock.advance(3 * 60_000);
    await mosquitto.start();
    const again = await Hub.connect(mosquitto.url, home.credential, { reconnectPeriod: 0 });
    await again.request(long.id);
    expect([again.requestCount(request.id), again.requestCount(short.id)]).toEqual([0, 0]);
    await again.close();
  }, 40_000);
});
