import { SystemClock } from '#libs/clock';
import { eventually } from '#libs/fixtures';
import { aMessage, GatewayInstallation, type GatewayService, Hub } from '../gateway-service.harness.ts';
import { describeWithMosquitto, Mosquitto } from '../mosquitto.harness.ts';
import { MqttSessionsStore } from './mqtt-sessions.store.ts';

// Real: Postgres, the event log on it, Mosquitto, two gateway services that share its messages, a gateway's client.

describeWithMosquitto('Replicas that share the messages of a remote broker', () => {
  const patience = { withinMs: 40_000 };
  let installation: GatewayInstallation;
  let mosquitto: Mosquitto;
  let hub: Hub;
  let deviceId: string;

  const startReplica = (name: string): Promise<GatewayService> =>
    installation.startService({
      MQTT_URL: mosquitto.url,
      MQTT_CLIENT_ID: name,
      MQTT_SHARED_SUBSCRIPTION: 'homeward',
      MQTT_PROTOCOL: '5',
    });

  const ready = (service: GatewayService): Promise<boolean> =>
    eventually(() => service.parts.readiness.report().then(({ checks }) => checks['mqtt']?.ok === true), {
      what: 'the subscription',
    });

  /** Sends so many messages. @returns their ids. */
  const send = async (count: number): Promise<readonly string[]> => {
    const messages = Array.from({ length: count }, () => aMessage(installation.minutesFromNow(-1)));
    await Promise.all(messages.map((message) => hub.send(deviceId, message)));
    return messages.map(({ messageId }) => messageId);
  };

  const accepted = (ids: readonly string[]): readonly string[] => {
    const receipts = hub.receipts.filter(({ messageId }) => messageId !== null && ids.includes(messageId));
    return receipts.map(({ outcome }) => outcome);
  };

  beforeAll(async () => {
    [installation, mosquitto] = await Promise.all([GatewayInstallation.start(new SystemClock()), Mosquitto.start()]);
    const credential = await installation.registerGateway();
    hub = await Hub.connect(mosquitto.url, credential);
    ({ deviceId } = await installation.registerDevice(credential.gatewayId));
  }, 60_000);

  afterAll(async () => {
    await hub.close();
    await installation.stop();
    await mosquitto.remove();
  });

  it('read what the broker has for one that is away, until it is back', async () => {
    const [first, second] = [await startReplica('one'), await startReplica('two')];
    await Promise.all([ready(first), ready(second)]);
    await second.stop();
    // Its session goes on getting every other message.
    const whileAway = await send(20);
    await eventually(() => accepted(whileAway).length === 20, { what: 'the messages of both sessions', ...patience });
    expect(new Set(accepted(whileAway))).toEqual(new Set(['accepted']));

    const back = await startReplica('two');
    await ready(back);
    const afterwards = await send(20);
    await eventually(() => accepted(afterwards).length >= 20, { what: 'the messages after its return', ...patience });
    const { rows } = await installation.database.pool.query(
      `SELECT client_id, covered_by FROM mqtt_session ORDER BY client_id`,
    );
    expect(rows).toEqual([
      { client_id: 'one', covered_by: null },
      { client_id: 'one/2', covered_by: null },
      { client_id: 'two', covered_by: null },
      { client_id: 'two/2', covered_by: null },
    ]);
    // So that they look at nothing of the next test.
    await Promise.all([first.stop(), back.stop()]);
  }, 90_000);

  it('leave a session to one of them, and to no one who is away themselves', async () => {
    const { pool } = installation.database;
    const store = new MqttSessionsStore(installation.database);
    await pool.query(`INSERT INTO mqtt_session (client_id, seen_at) VALUES ('away', now() - interval '1 minute')`);
    const both = await Promise.all([store.cover('three', 10), store.cover('four', 10)]);
    expect(both.flat()).toEqual(['away']);
    const winner = both[0].length === 1 ? 'three' : 'four';
    expect(await store.cover(winner, 10)).toEqual(['away']);
    await pool.query(`UPDATE mqtt_session SET covered_at = now() - interval '11 seconds' WHERE client_id = 'away'`);
    expect(await store.cover('five', 10)).toEqual(['away']);
  });
});
