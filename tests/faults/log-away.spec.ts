import type { ChartedObservation, Plan, Score, TechnicalAlert } from '#libs/contracts';
import { startTestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import type { ApiClient } from '../outside/api-client.ts';
import { fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { type MonitoredPatient, monitoredPatient } from '../outside/monitored-patient.ts';
import { lockPostgresLog } from '../outside/postgres-log-lock.ts';
import { WardOnAManualClock } from '../outside/ward-on-a-manual-clock.ts';
import { SeparateServices } from './separate-services.ts';

const patience = { withinMs: 120_000, everyMs: 250 };
const technicalAlert = (nurse: ApiClient, state: 'open' | 'resolved'): Promise<TechnicalAlert> =>
  eventually(async () => (await nurse.all<TechnicalAlert>(`/api/v1/technical-alerts?state=${state}`))[0], {
    what: `a technical alert that is ${state}`,
    ...patience,
  });

describe('a log that is away while the services live', () => {
  let services: SeparateServices;
  let patient: MonitoredPatient;
  let gateway: GatewayClient;
  let prescriber: ApiClient;

  beforeAll(async () => {
    services = await SeparateServices.start({ KAFKA_BROKERS: '' });
    const credential = await services.registerGateway();
    patient = await monitoredPatient(await services.as('administrator'), credential.gatewayId, 1);
    gateway = await GatewayClient.connect(services.mqttUrls[0] ?? '', credential);
    prescriber = await services.as('prescriber');
  }, 200_000);

  afterAll(async () => {
    await gateway.close();
    await services.stop();
  }, 60_000);

  it('leaves the console up, holds back PUBACKs, says so, and loses nothing', async () => {
    const path = `/api/v1/patients/${patient.patientId}`;
    const before = new Date(Date.now() - 60_000);
    await gateway.receiptFor(await gateway.send(patient.deviceId, fullSet(), { takenAt: before }));
    const release = await lockPostgresLog(services.databaseUrl);
    let acknowledged = false;
    const takenAt = new Date();
    const sending = gateway.send(patient.deviceId, fullSet({ 'oxygen-saturation': 90 }), { takenAt }).then((id) => {
      acknowledged = true;
      return id;
    });
    await technicalAlert(prescriber, 'open');
    const [clinician] = services.replicas.clinician;
    expect((await fetch(`${clinician?.url ?? ''}/health/ready`)).status).toBe(200);
    const reviewAt = new Date(Date.now() + 86_400_000).toISOString();
    const oxygenScale = { scale: 2, reason: 'Confirmed on blood gas', reviewAt };
    expect(await prescriber.put<Plan>(`${path}/plan`, { oxygenScale })).toMatchObject({ oxygenScale: { scale: 2 } });
    expect(acknowledged).toBe(false);

    await release();
    const messageId = await sending;
    const charted = await eventually(
      async () =>
        (await prescriber.all<ChartedObservation>(`${path}/observations`)).filter((it) => it.messageId === messageId),
      ({ length }) => length > 0,
      { what: 'the reading on the chart', ...patience },
    );
    expect(charted).toHaveLength(fullSet().length);
    const resolved = await technicalAlert(prescriber, 'resolved');
    expect(await prescriber.all(`/api/v1/technical-alerts`)).toEqual([resolved]);
    const onScale2 = await eventually(
      async () => (await prescriber.all<Score>(`${path}/scores`)).find(({ scale }) => scale === 2),
      { what: 'a score by the plan that was changed meanwhile', ...patience },
    );
    expect(onScale2.scalePrescription).toMatchObject({ reason: oxygenScale.reason });
  }, 300_000);
});

describe('while nothing can arrive', () => {
  it('no silence climbs its ladder; one technical alert says so; afterwards silence counts again', async () => {
    const database = await startTestDatabase();
    const environment = { DATABASE_URL: database.url, KAFKA_BROKERS: '' };
    const ward = await WardOnAManualClock.open(() => Promise.resolve({ environment, stop: () => database.stop() }));
    try {
      const patient = await ward.admit({
        plan: { dueEveryMinutes: { temperature: 60 } },
        devices: ['wearable', 'tablet'],
      });
      await patient.settle(fullSet());
      await ward.pass(30);
      const release = await lockPostgresLog(database.url);
      await technicalAlert(ward.nurse, 'open');
      await ward.pass(240);
      await release();
      await technicalAlert(ward.nurse, 'resolved');
      const ofSilence = async () => [
        patient.requests().filter(({ why }) => why === 'overdue'),
        (await patient.tasks('')).filter(({ kind }) => kind === 'missing-readings'),
        (await patient.alerts('')).filter(({ conditionKind }) => conditionKind === 'silence'),
      ];
      // A set and its score show that all that was held back has been worked through.
      await patient.settle([{ code: 'pulse-rate', value: 72, unit: '/min' }]);
      expect(await ofSilence()).toEqual([[], [], []]);
      // Temperature fell due during the outage, so it is due at its end; the first rung is a quarter of an hour later.
      await ward.pass(20);
      await patient.request(
        'the device is asked',
        ({ why, codes }) => why === 'overdue' && codes.includes('temperature'),
      );
    } finally {
      await ward.close();
    }
  }, 400_000);
});
