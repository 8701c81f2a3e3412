import { randomUUID } from 'node:crypto';
import { eventually } from '#libs/fixtures';
import { MqttLoadClient } from '../../load/mqtt-load-client.ts';
import { ApiClient } from '../../outside/api-client.ts';
import { monitoredPatient } from '../../outside/monitored-patient.ts';
import { everywhere, type Fault } from './fault.ts';

const secondsOfADay = 86_400;

/** A gateway was away for a day, and returns with what a wearable took every second, oldest first. */
export const backlogOfADay: Fault = {
  name: 'one gateway returns with 86,400 readings of one patient',
  kind: 'nuisance',
  possible: everywhere,
  failing: /^scoring-backlog$/,
  metric: /^homeward_scoring_backlog/,
  // What waits is worked off beside the news, with half of the process, and health says so until it is done.
  settlesWithinSeconds: 600,
  begin: async ({ homeward }) => {
    const administrator = new ApiClient(homeward.api, await homeward.token('administrator'));
    const { gatewayId, secret } = await homeward.registerGateway('backlog');
    const { patientId } = await monitoredPatient(administrator, gatewayId, homeward.nextNumber());
    const deviceId = `backlog-${String(homeward.nextNumber())}`;
    await administrator.post('/api/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
    const beginMs = Date.now() - (secondsOfADay + 60) * 1000;
    const issuedAt = new Date(beginMs - 60_000).toISOString();
    await administrator.post(`/api/v1/devices/${deviceId}/issue`, { patientId, issuedAt, reason: 'Recorded later' });
    const port = Number(new URL(homeward.mqtt).port);
    const client = await MqttLoadClient.connect({ port, user: gatewayId, password: secret, window: 2_000 });
    const topic = `homeward/v1/gateways/${gatewayId}/devices/${deviceId}/observations`;
    const over = new AbortController();
    const sending = (async () => {
      for (let second = 0; second < secondsOfADay && !over.signal.aborted; second += 1) {
        await client.room();
        client.publish(topic, pulse(beginMs + second * 1000));
      }
      await eventually(() => over.signal.aborted || client.inFlight === 0, { withinMs: 600_000, everyMs: 100 });
    })().catch(() => undefined);
    return {
      end: async () => {
        over.abort();
        client.close();
        await sending;
      },
    };
  },
};

const pulse = (takenAtMs: number): string =>
  JSON.stringify({
    messageId: randomUUID(),
    takenAt: new Date(takenAtMs).toISOString(),
    source: 'device',
    readings: [{ code: 'pulse-rate', value: 70 + (Math.floor(takenAtMs / 1000) % 7), unit: '/min' }],
  });
