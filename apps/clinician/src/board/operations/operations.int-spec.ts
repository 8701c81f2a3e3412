/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the readings and signals of others. */
import { type Alert, Operations, type Page } from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

const minute = 60_000;

describe('The figures of operations', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const figures = async (query = ''): Promise<Operations> =>
    Operations.parse((await operations.get(`/v1/operations${query}`)).body);

  it('count what each ward did in the last day, and how fast alerts were answered, without a name or a reading', async () => {
    const [wardId, other] = [await createWard(operations, 5, 'A ward'), await createWard(operations, 2, 'B ward')];
    const alertOf = async (): Promise<string> => {
      const patientId = await registerPatient(nurse);
      const stayId = await admit(nurse, { patientId, wardId });
      const now = clinician.clock.now();
      await clinician.publish('signals', [
        { key: patientId, event: aSignal({ patientId, stayId }, ['low', 'high', now]) },
      ]);
      await clinician.publish('observations', [{ key: patientId, event: watchReadings(patientId, now) }]);
      const { body } = await eventually(
        () => nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`),
        (answer) => answer.body.items.length === 1,
      );
      return body.items[0]?.id ?? '';
    };
    const [first, second, third] = [await alertOf(), await alertOf(), await alertOf()];
    clinician.clock.advance(10 * minute);
    await nurse.post(`/v1/alerts/${first}/acknowledge`);
    clinician.clock.advance(10 * minute);
    await nurse.post(`/v1/alerts/${second}/acknowledge`);
    clinician.clock.advance(5 * 60 * minute);
    const { wards, total } = await eventually(
      () => figures(),
      (answer) => answer.total.observationSets === 3,
    );
    expect(third).not.toBe('');
    expect(wards.map(({ ward, figures: { patients } }) => [ward.name, patients])).toEqual([
      ['A ward', 3],
      ['B ward', 0],
    ]);
    expect(wards[0]?.figures).toMatchObject({
      beds: 5,
      admissions: 3,
      discharges: 0,
      unansweredNow: 1,
      observationSets: 3,
      readings: 6,
      readingsTooLateToScore: 0,
      lateScores: 0,
      quarantined: 0,
      quarantinedByReason: {},
      alerts: {
        raised: 3,
        raisedByTier: { high: 3, medium: 0, 'low-medium': 0 },
        answered: 2,
        responseMinutes: { median: 15, p90: 19, max: 20 },
        answeredInTime: 2,
        breached: 1,
      },
    });
    expect(wards[0]?.figures.alerts.shareInTime).toBeCloseTo(2 / 3);
    expect(total).toMatchObject({ beds: 7, admissions: 3, alerts: { raised: 3, breached: 1 } });
    expect((await figures(`?wardId=${other}`)).total).toMatchObject({ beds: 2, patients: 0, alerts: { raised: 0 } });
    const { body } = await operations.get('/v1/operations');
    expect(JSON.stringify(body)).not.toMatch(/Byron|patientId|"value"/);
  });

  it('count nothing of another time', async () => {
    const long = 'from=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z';
    expect((await figures(`?${long}`)).total).toMatchObject({
      admissions: 0,
      observationSets: 0,
      alerts: { raised: 0 },
    });
  });
});
