import type { Alert, AlertTimeline, BedFigures, Stay, SwappedStays } from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import type { Answer } from '../outside/api-client.ts';
import { deteriorations, EscalatingWards } from '../outside/escalating-wards.ts';
import { MessageReceiver } from '../outside/message-receiver.ts';
import { TwoClinicians } from './escalation/two-clinicians.ts';

interface Refused {
  readonly code?: string;
}

describe('two clinician services on one database', () => {
  let clinicians: TwoClinicians;
  let receiver: MessageReceiver;
  let wards: EscalatingWards;
  /** Numbers of patients, apart from those that `wards` registers. */
  let registered = 5000;

  beforeAll(async () => {
    receiver = await MessageReceiver.start();
    clinicians = await TwoClinicians.start(receiver.settings);
    wards = new EscalatingWards(clinicians.api(0), receiver.url);
  }, 120_000);

  afterAll(async () => {
    await clinicians.stop();
    await receiver.stop();
  }, 60_000);

  /** By one service and the other in turn, all at once. */
  const allAtOnce = <Body>(
    count: number,
    path: (index: number) => string,
    body: (index: number) => object,
  ): Promise<readonly Answer<Body & Refused>[]> =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        clinicians.api(index % 2 === 0 ? 0 : 1).answer<Body & Refused>('POST', path(index), { body: body(index) }),
      ),
    );
  const codesOf = (answers: readonly Answer<Refused>[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      [...Map.groupBy(answers, ({ status, body }) => body.code ?? String(status))].map(([what, { length }]) => [
        what,
        length,
      ]),
    );
  const figuresOf = (wardId: string): Promise<BedFigures> =>
    clinicians.api(1).get<BedFigures>(`/api/v1/wards/${wardId}/capacity`);
  const register = async (): Promise<string> => {
    registered += 1;
    const who = { givenName: 'Test', familyName: 'Person', birthDate: '1950-02-03' };
    const patient = { nhsNumber: testNhsNumber(registered), ...who };
    return (await clinicians.api(0).post<{ id: string }>('/api/v1/patients', patient)).id;
  };
  const registerMany = async (count: number): Promise<readonly string[]> => {
    const patients: string[] = [];
    while (patients.length < count) {
      patients.push(...(await Promise.all(Array.from({ length: Math.min(20, count - patients.length) }, register))));
    }
    return patients;
  };

  it('give 7 free beds to 7 of 200 who ask at once, and each of the 7 a bed of their own', async () => {
    const wardId = await wards.ward(7);
    const patients = await registerMany(200);
    const answers = await allAtOnce<Stay>(
      patients.length,
      () => '/api/v1/stays',
      (index) => ({ patientId: patients[index], wardId, pathway: 'frailty' }),
    );
    expect(codesOf(answers)).toEqual({ 201: 7, 'ward-full': 193 });
    const beds = answers.filter(({ status }) => status === 201).map(({ body }) => body.bed);
    expect(beds.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await figuresOf(wardId)).toMatchObject({ occupied: 7, free: 0, overCapacity: 0, overrides: 0 });
  }, 120_000);

  it('let as many of 40 transfers through as there are beds, and the others stay where they are', async () => {
    const [from, to] = [await wards.ward(40), await wards.ward(5)];
    const patients = await wards.patients(from, 40);
    const answers = await allAtOnce<Stay>(
      patients.length,
      (index) => `/api/v1/stays/${String(patients[index]?.stayId)}/transfer`,
      () => ({ wardId: to, reason: 'Nearer to home' }),
    );
    expect(codesOf(answers)).toEqual({ 200: 5, 'ward-full': 35 });
    expect(await figuresOf(to)).toMatchObject({ occupied: 5 });
    expect(await figuresOf(from)).toMatchObject({ occupied: 35 });
  }, 120_000);

  it('exchange beds of full wards while the same patients are exchanged otherwise, and no bed is lost', async () => {
    const [one, other] = [await wards.ward(3), await wards.ward(3)];
    const stays = [...(await wards.patients(one, 3)), ...(await wards.patients(other, 3))].map(({ stayId }) => stayId);
    const answers = await allAtOnce<SwappedStays>(
      24,
      () => '/api/v1/stays/swap',
      (index) => ({ stayIds: [stays[index % 6], stays[(index + 1 + (index % 4)) % 6]], reason: 'As they asked' }),
    );
    expect(codesOf(answers)).toEqual({ 200: 24 });
    const open = await clinicians.api(0).all<Stay>(`/api/v1/stays?state=open&wardId=${one}`);
    const others = await clinicians.api(0).all<Stay>(`/api/v1/stays?state=open&wardId=${other}`);
    expect([open, others].map((there) => there.map(({ bed }) => bed).toSorted())).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([...open, ...others].map(({ id }) => id).toSorted()).toEqual(stays.toSorted());
  }, 120_000);

  it('end alerts with their stays, whether a discharge comes before a signal, after it or before the next step', async () => {
    const wardId = await wards.ward(40);
    const [ada, grace] = [await wards.person(['webhook']), await wards.person(['webhook'])];
    const steps = [ada, grace].map((personId) => ({ notify: [{ personId }], waitMinutes: 5 }));
    await wards.policy(wardId, { steps, fallback: { personId: ada } });
    const [witness, ...patients] = await wards.patients(wardId, 21);
    if (witness === undefined) throw new Error('Expected a patient who stays.');
    const [raised, racing] = [patients.slice(0, 10), patients.slice(10)];
    await clinicians.publish(deteriorations(raised, clinicians.now));
    const openAlerts = (): Promise<readonly Alert[]> =>
      clinicians.api(1).all<Alert>(`/api/v1/alerts?wardId=${wardId}&state=open`);
    await eventually(openAlerts, (alerts) => alerts.length === raised.length, { what: 'the first alerts' });
    const discharges = allAtOnce<Stay>(
      patients.length,
      (index) => `/api/v1/stays/${String(patients[index]?.stayId)}/discharge`,
      () => ({ destination: 'usual-place-of-residence' }),
    );
    // The second step of those that are raised falls due meanwhile, and the other patients get worse.
    await Promise.all([clinicians.pass(300), clinicians.publish(deteriorations(racing, clinicians.now)), discharges]);
    expect(codesOf(await discharges)).toEqual({ 200: patients.length });
    await clinicians.publish(deteriorations([witness], clinicians.now));
    await eventually(openAlerts, (alerts) => alerts.some(({ patientId }) => patientId === witness.patientId), {
      what: 'the alert of the patient who stays',
    });
    await clinicians.pass(1200);
    const alerts = await eventually(
      async () => clinicians.api(0).all<Alert>(`/api/v1/alerts?wardId=${wardId}`),
      (all) => all.every(({ patientId, state }) => patientId === witness.patientId || state === 'resolved'),
      { what: 'every alert of a stay that has ended to be resolved' },
    );
    for (const { id, patientId, outcome } of alerts) {
      if (patientId === witness.patientId) continue;
      expect(outcome).toBe('discharged');
      const { items } = await clinicians.api(0).get<AlertTimeline>(`/api/v1/alerts/${id}/timeline`);
      const ended = items.findIndex(({ kind }) => kind === 'stay-ended');
      expect(items.slice(ended + 1).filter(({ kind }) => kind === 'escalated')).toEqual([]);
    }
    expect(await figuresOf(wardId)).toMatchObject({ occupied: 1 });
  }, 180_000);
});
