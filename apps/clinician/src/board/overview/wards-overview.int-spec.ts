/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the scores and signals of others. */
import { type PatientId, type StayId, WardsOverview } from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

describe('The overview of the wards', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const overview = async (): Promise<WardsOverview> =>
    WardsOverview.parse((await operations.get('/v1/wards/overview')).body);

  it('says of each ward how its patients are, what is unanswered and overdue, and how many beds are free', async () => {
    const wardId = await createWard(operations, 4, 'A ward');
    const smaller = await createWard(operations, 2, 'B ward');
    await operations.post(`/v1/wards/${smaller}/closures`, { beds: 1, reason: 'A nurse is ill.' });
    const now = clinician.clock.now();
    const on = async (): Promise<{ readonly patientId: PatientId; readonly stayId: StayId }> => {
      const patientId = await registerPatient(nurse);
      return { patientId, stayId: await admit(nurse, { patientId, wardId, pathway: 'general' }) };
    };
    const [ill, well, child] = [await on(), await on(), await on()];
    const score = (patientId: PatientId, total: number, tier: 'high' | 'low') => ({
      key: patientId,
      event: aScore(patientId, now, { total, min: total, max: total, tier, highestTier: tier }),
    });
    await clinician.publish('scores', [
      score(ill.patientId, 8, 'high'),
      score(well.patientId, 1, 'low'),
      score(child.patientId, 9, 'high'),
    ]);
    const prescriber = await clinician.as('prescriber');
    await prescriber.put(`/v1/patients/${child.patientId}/plan`, { exclusion: 'pregnant', reason: 'Booked' });
    // Of the score and the signal that it makes, either may be charted first: both say the same.
    const signal = aSignal(ill, ['low', 'high', now], { score: score(ill.patientId, 8, 'high').event });
    await clinician.publish('signals', [{ key: ill.patientId, event: signal }]);
    const { wards } = await eventually(
      overview,
      (answer) => answer.wards[0]?.unanswered === 1 && answer.wards[0].tiers.low === 1,
    );
    expect(wards).toMatchObject([
      {
        ward: { name: 'A ward', patients: 3 },
        worst: { tier: 'high', total: 8, patients: 1 },
        tiers: { high: 1, medium: 0, 'low-medium': 0, low: 1, unscored: 1 },
        unanswered: 1,
        overdue: 0,
        observationsOverdue: 0,
        bedsFree: 1,
      },
      { ward: { name: 'B ward', patients: 0 }, worst: null, bedsFree: 1, openTasks: 0 },
    ]);
    clinician.clock.advance(13 * 60 * 60_000);
    expect((await overview()).wards[0]).toMatchObject({ unanswered: 1, overdue: 1, observationsOverdue: 3 });
  });

  it('has neither a name nor a reading, and is not taken for a ward', async () => {
    const { status, body } = await operations.get('/v1/wards/overview');
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/Byron|patientId|value/);
  });
});
