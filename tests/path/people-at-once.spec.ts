import { randomUUID } from 'node:crypto';
import type { Alert, Plan } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { type MonitoredPatient, monitoredPatient } from '../outside/monitored-patient.ts';

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** NEWS2 5: 2 (rate 21) + 1 (SpO2 95) + 2 (pulse 111), the medium tier. */
const unwell = { 'respiration-rate': 21, 'oxygen-saturation': 95, 'pulse-rate': 111 } as const;

/** As the console reads the answer to an older revision. */
interface ChangedMeanwhile {
  readonly code: string;
  readonly currentRevision: number;
  readonly changes: readonly { readonly by: { readonly name: string }; readonly fields: readonly string[] }[];
}

describe('two people who act at once', () => {
  let homeward: HomewardProcess;
  let gateway: GatewayClient;
  let administrator: ApiClient;
  let ada: ApiClient;
  let grace: ApiClient;
  let gatewayId: string;
  let patients = 0;

  beforeAll(async () => {
    homeward = await HomewardProcess.start(['up']);
    const { api, mqtt } = await homeward.run();
    const [ofAdministrator, ofAda, ofGrace, credential] = await Promise.all([
      homeward.token('administrator'),
      homeward.token('prescriber', 'Ada'),
      homeward.token('prescriber', 'Grace'),
      homeward.registerGateway('hub'),
    ]);
    administrator = new ApiClient(api, ofAdministrator);
    ada = new ApiClient(api, ofAda);
    grace = new ApiClient(api, ofGrace);
    gatewayId = credential.gatewayId;
    gateway = await GatewayClient.connect(mqtt, credential);
  }, 120_000);

  afterAll(async () => {
    await gateway.close();
    await homeward.dispose();
  }, 60_000);

  const admit = (): Promise<MonitoredPatient> => monitoredPatient(administrator, gatewayId, (patients += 1));
  const openAlert = ({ patientId }: MonitoredPatient, fits: (alert: Alert) => boolean = () => true): Promise<Alert> =>
    eventually(async () => (await ada.all<Alert>(`/api/v1/alerts?patientId=${patientId}&state=open`)).find(fits), {
      what: 'the open alert',
    });
  /** The path of a new alert of the medium tier, with the revision that is seen now. */
  const seenAlert = async (patient: MonitoredPatient): Promise<{ readonly path: string; readonly etag: string }> => {
    await gateway.send(patient.deviceId, fullSet(unwell), { takenAt: minutesAgo(9) });
    const path = `/api/v1/alerts/${(await openAlert(patient)).id}`;
    return { path, etag: (await ada.answer('GET', path)).etag };
  };
  const ifMatch = (etag: string) => ({ headers: { 'if-match': etag } });

  describe('on one alert', () => {
    it('is not acknowledged as it was seen where it has become worse meanwhile: what changed is said', async () => {
      const patient = await admit();
      const { path, etag } = await seenAlert(patient);
      await gateway.send(patient.deviceId, fullSet(deteriorating), { takenAt: minutesAgo(1) });
      await openAlert(patient, ({ tier }) => tier === 'high');
      const refused = await ada.answer<ChangedMeanwhile>('POST', `${path}/acknowledge`, ifMatch(etag));
      expect(refused).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
      expect(refused.body.changes.flatMap(({ fields }) => fields)).toContain('tier');
      expect(await ada.get<Alert>(path)).toMatchObject({ state: 'raised', tier: 'high' });
      const { etag: newest } = await ada.answer('GET', path);
      expect(newest).toBe(`"${String(refused.body.currentRevision)}"`);
      const acknowledged = await ada.answer<Alert>('POST', `${path}/acknowledge`, ifMatch(newest));
      expect(acknowledged).toMatchObject({
        status: 200,
        body: { state: 'acknowledged', acknowledgedBy: { name: 'Ada' } },
      });
    });

    it('is resolved by one of the two, and the other is told by whom', async () => {
      const { path, etag } = await seenAlert(await admit());
      const resolve = (person: ApiClient, outcome: string) =>
        person.answer<Alert & ChangedMeanwhile>('POST', `${path}/resolve`, { body: { outcome }, ...ifMatch(etag) });
      const answers = await Promise.all([resolve(ada, 'advice-given'), resolve(grace, 'visit-arranged')]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      const done = answers.find(({ status }) => status === 200)?.body;
      const refused = answers.find(({ status }) => status === 412)?.body;
      // That people were notified meanwhile is said too, and refuses no answer.
      const answered = refused?.changes.filter(({ fields }) => fields.includes('state'));
      expect(answered?.map(({ by }) => by.name)).toEqual([done?.resolvedBy?.name]);
      expect((await ada.get<Alert>(path)).outcome).toBe(done?.outcome);
    });

    it('is acknowledged once by a double press, and both presses get the same answer', async () => {
      const { path, etag } = await seenAlert(await admit());
      const press = { headers: { 'if-match': etag, 'idempotency-key': randomUUID() } };
      const answers = await Promise.all([0, 1, 2].map(() => ada.answer<Alert>('POST', `${path}/acknowledge`, press)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect((await ada.get<Alert>(path)).revision).toBe(answers[0]?.body.revision);
      expect(await ada.answer<Alert>('POST', `${path}/acknowledge`, press)).toEqual(answers[0]);
    });
  });

  describe('on one plan', () => {
    const threshold = (code: string, limit: number) => ({
      effect: 'alert',
      code,
      direction: 'above',
      limit,
      tier: 'medium',
      reason: 'Agreed at the review',
      reviewAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    });

    it('nothing that a colleague has decided meanwhile is deleted by a page that does not know of it', async () => {
      const { patientId } = await admit();
      const path = `/api/v1/patients/${patientId}/plan`;
      const { etag } = await grace.answer<Plan>('GET', path);
      const change = (thresholds: readonly object[], seen: string) => ({ body: { thresholds }, ...ifMatch(seen) });
      const pulse = threshold('pulse-rate', 100);
      const temperature = threshold('temperature', 38);
      const first = await ada.answer<Plan>('PUT', path, change([pulse], etag));
      expect(first.status).toBe(200);
      const refused = await grace.answer<ChangedMeanwhile>('PUT', path, change([temperature], etag));
      expect(refused).toMatchObject({
        status: 412,
        body: { code: 'changed-meanwhile', changes: [{ by: { name: 'Ada' } }] },
      });
      expect(refused.body.changes[0]?.fields).toContain('thresholds');
      const { body: plan, etag: newest } = await grace.answer<Plan>('GET', path);
      expect(plan.thresholds.map(({ code }) => code)).toEqual(['pulse-rate']);
      const kept = { ...pulse, id: plan.thresholds[0]?.id };
      const both = await grace.answer<Plan>('PUT', path, change([kept, temperature], newest));
      expect(both.status).toBe(200);
      expect(both.body.thresholds.map(({ code, decidedBy }) => [code, decidedBy.name])).toEqual([
        ['pulse-rate', 'Ada'],
        ['temperature', 'Grace'],
      ]);
    });

    it('one of two changes in the same instant is made, and the other refused', async () => {
      const { patientId } = await admit();
      const path = `/api/v1/patients/${patientId}/plan`;
      const { etag } = await ada.answer<Plan>('GET', path);
      const answers = await Promise.all(
        [ada, grace].map((person, index) =>
          person.answer<Plan>('PUT', path, { body: { latenessHours: 12 + index }, ...ifMatch(etag) }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      const made = answers.find(({ status }) => status === 200)?.body;
      expect(await ada.get<Plan>(path)).toMatchObject({ latenessHours: made?.latenessHours, revision: made?.revision });
    });
  });
});
