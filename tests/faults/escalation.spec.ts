import type { Alert, AlertTimeline } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { deteriorations, EscalatingWards } from '../outside/escalating-wards.ts';
import { MessageReceiver } from '../outside/message-receiver.ts';
import { escalateUnderFaults } from './escalation/escalation-faults.ts';
import { TwoClinicians } from './escalation/two-clinicians.ts';

// `npm run faults -- escalation` does the same with a thousand alerts.
describe('two clinician services on one database', () => {
  let clinicians: TwoClinicians;
  let receiver: MessageReceiver;
  let wards: EscalatingWards;

  beforeAll(async () => {
    receiver = await MessageReceiver.start();
    clinicians = await TwoClinicians.start(receiver.settings);
    wards = new EscalatingWards(clinicians.api(0), receiver.url);
  }, 120_000);

  afterAll(async () => {
    await clinicians.stop();
    await receiver.stop();
  }, 60_000);

  it('take a step once and on time, though one of them was killed while it was waited for', async () => {
    const wardId = await wards.ward(1);
    const [ada, grace] = [await wards.person(['webhook']), await wards.person(['webhook'], 'prescriber')];
    const steps = [ada, grace].map((personId) => ({ notify: [{ personId }], waitMinutes: 5 }));
    await wards.policy(wardId, { steps, fallback: { personId: ada } });
    const patients = await wards.patients(wardId, 1);
    await clinicians.publish(deteriorations(patients, clinicians.now));
    const atStep = (step: number): Promise<Alert> =>
      eventually(
        async () => (await clinicians.api(1).all<Alert>(`/api/v1/alerts?wardId=${wardId}`))[0],
        (alert): alert is Alert => alert?.escalation?.step === step,
        { what: `step ${String(step)}` },
      );
    const { id, escalation } = await atStep(1);
    await clinicians.pass(120);
    await clinicians.kill('first clinician service');
    await clinicians.pass(180);
    await atStep(2);
    const { items } = await clinicians.api(0).get<AlertTimeline>(`/api/v1/alerts/${id}/timeline`);
    const second = items.filter(({ kind, facts }) => kind === 'escalated' && facts['step'] === 2);
    expect(second).toMatchObject([{ at: escalation?.nextStepAt, facts: { people: [{ id: grace }] } }]);
    await clinicians.api(0).post(`/api/v1/alerts/${id}/acknowledge`);
  }, 90_000);

  it('take a step within seconds, once, though the one that had taken it died over it', async () => {
    const wardId = await wards.ward(1);
    const [ada, grace] = [await wards.person(['webhook']), await wards.person(['webhook'], 'prescriber')];
    const steps = [ada, grace].map((personId) => ({ notify: [{ personId }], waitMinutes: 5 }));
    await wards.policy(wardId, { steps, fallback: { personId: ada } });
    const patients = await wards.patients(wardId, 1);
    await clinicians.publish(deteriorations(patients, clinicians.now));
    const path = `/api/v1/alerts?wardId=${wardId}`;
    const first = await eventually(
      async () => (await clinicians.api(1).all<Alert>(path))[0],
      (alert): alert is Alert => alert?.escalation?.step === 1,
      { what: 'step 1' },
    );
    const tookMs = await clinicians.killOverStep(patients[0]?.patientId ?? '', 300, async (api) => {
      const [alert] = await api.all<Alert>(path);
      return alert?.escalation?.step === 2;
    });
    expect(tookMs).toBeLessThan(10_000);
    const { items } = await clinicians.api(0).get<AlertTimeline>(`/api/v1/alerts/${first.id}/timeline`);
    const second = items.filter(({ kind, facts }) => kind === 'escalated' && facts['step'] === 2);
    expect(second).toMatchObject([{ facts: { people: [{ id: grace }] } }]);
    await clinicians.api(0).post(`/api/v1/alerts/${first.id}/acknowledge`);
  }, 90_000);

  it('take each step once while each of them and the database dies, and none after an acknowledgement', async () => {
    const kills: string[] = [];
    const summary = await escalateUnderFaults(
      { clinicians, receiver, wards },
      {
        ...{ alerts: 30, seed: 10, minutes: 4, killsEach: 1 },
        say: (line) => kills.push(line),
      },
    );
    // What was killed when, where something is wrong.
    expect({ ...summary, said: kills }).toMatchObject({ alerts: 30, acknowledged: 10, kills: 3, faults: [] });
  }, 200_000);
});
