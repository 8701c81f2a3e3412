import type { Alert, Board, ChartedObservation, Score } from '#libs/contracts';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, deterioratingTotal, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { eventually } from '#libs/fixtures';
import { monitoredPatient, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { everySurroundings, type Surroundings } from '../outside/surroundings.ts';

/** Minutes before now, by the machine's clock: these tests run Homeward as it is, on real time. */
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describe.each(await everySurroundings())(
  'from outside, with the API, the command line and any MQTT client, %s',
  (_where, surround) => {
    let around: Surroundings;
    let homeward: HomewardProcess;
    let nurse: ApiClient;
    let token: string;
    let patient: MonitoredPatient;
    let gateway: GatewayClient;

    beforeAll(async () => {
      around = await surround();
      homeward = await HomewardProcess.start(['up'], around.environment);
      const run = await homeward.run();
      token = await homeward.token('nurse');
      nurse = new ApiClient(run.api, token);
      const credential = await homeward.registerGateway('front room');
      const administrator = new ApiClient(run.api, await homeward.token('administrator'));
      patient = await monitoredPatient(administrator, credential.gatewayId, 1);
      gateway = await GatewayClient.connect(run.mqtt, credential);
    }, 120_000);

    afterAll(async () => {
      await gateway.close();
      await homeward.dispose();
      await around.stop();
    }, 60_000);

    it('normal readings give a score and no alert', async () => {
      const messageId = await gateway.send(patient.deviceId, fullSet(), { takenAt: minutesAgo(10) });
      expect(await gateway.receiptFor(messageId)).toMatchObject({ outcome: 'accepted', reasons: [] });
      const score = await eventually(async () => (await scores()).at(0), { what: 'the score' });
      expect(score).toMatchObject({ total: 0, min: 0, max: 0, complete: true, missing: [], tier: 'low', scale: 1 });
      expect(await nurse.all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}`)).toEqual([]);
    });

    it('a deteriorating set gives a high alert on /live, and the NEWS2 of the chart', async () => {
      const live = await nurse.live(patient.wardId);
      await gateway.send(patient.deviceId, fullSet(deteriorating), { takenAt: minutesAgo(1) });
      const raised = await live.next('a high alert', ({ event, data }) => event === 'alert' && data['tier'] === 'high');
      live.close();
      expect(raised.data).toMatchObject({ patientId: patient.patientId, wardId: patient.wardId, state: 'raised' });
      const score = (await scores()).find(({ id }) => id === raised.data['scoreId']);
      expect(score).toMatchObject({ total: deterioratingTotal, tier: 'high' });
    });

    it('puts the patient at the top of the board', async () => {
      const board = await nurse.get<Board>(`/api/v1/wards/${patient.wardId}/board`);
      expect(board.rows[0]).toMatchObject({ patientId: patient.patientId, score: { total: deterioratingTotal } });
    });

    it('an alert is acknowledged, then resolved, by name', async () => {
      const [alert] = await nurse.all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}&state=open`);
      const acknowledged = await nurse.post<Alert>(`/api/v1/alerts/${String(alert?.id)}/acknowledge`);
      expect(acknowledged.state).toBe('acknowledged');
      expect(acknowledged.acknowledgedBy).not.toBeNull();
      const resolved = await nurse.post<Alert>(`/api/v1/alerts/${String(alert?.id)}/resolve`, {
        outcome: 'visit-arranged',
        note: 'By the GP',
      });
      expect(resolved).toMatchObject({ state: 'resolved', outcome: 'visit-arranged', outcomeNote: 'By the GP' });
      // What alerts by itself stands beside the score, and is answered by itself.
      for (const { id } of await nurse.all<Alert>(`/api/v1/alerts?patientId=${patient.patientId}&state=open`)) {
        await nurse.post(`/api/v1/alerts/${id}/resolve`, { outcome: 'visit-arranged' });
      }
      expect(await nurse.all(`/api/v1/alerts?patientId=${patient.patientId}&state=open`)).toEqual([]);
    });

    it('after discharge readings are charted but page nobody', async () => {
      await nurse.post(`/api/v1/stays/${patient.stayId}/discharge`, {});
      const takenAt = minutesAgo(0);
      const messageId = await gateway.send(patient.deviceId, fullSet(deteriorating), { takenAt });
      expect(await gateway.receiptFor(messageId)).toMatchObject({ outcome: 'accepted' });
      await eventually(async () => (await observations()).some((charted) => charted.messageId === messageId), {
        what: 'the reading in the history',
      });
      await eventually(async () => (await scores()).find(({ at }) => at === takenAt.toISOString()), {
        what: 'its score',
      });
      expect(await nurse.all(`/api/v1/alerts?patientId=${patient.patientId}&state=open`)).toEqual([]);
    });

    it('stops on Ctrl-C with status 0, and finds everything again when it is started once more', async () => {
      const before = await scores();
      await gateway.close();
      expect(await homeward.stop()).toBe(0);
      await homeward.restart();
      const run = await homeward.run();
      nurse = new ApiClient(run.api, token);
      expect(await scores()).toEqual(before);
    }, 120_000);

    const scores = (): Promise<Score[]> => nurse.all(`/api/v1/patients/${patient.patientId}/scores`);
    const observations = (): Promise<ChartedObservation[]> =>
      nurse.all(`/api/v1/patients/${patient.patientId}/observations`);
  },
);
