/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the scores and signals of others. */
import { jest } from '@jest/globals';
import { Handover, type PatientId, Sbar, type StayId, type WardId } from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import { inspect } from 'node:util';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

const hourMs = 3_600_000;

/** What goes on without a request, such as the poller of timers, reads none of these. */
function isAboutPatients(query: unknown): boolean {
  return /(?:from|join|table) "?(?:patient|stay|placement|ward|score|task|alert|plan|monitoring)/.test(inspect(query));
}

describe('At the change of shifts', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let wardId: WardId;
  let ill: { readonly patientId: PatientId; readonly stayId: StayId };

  beforeAll(async () => {
    clinician = await startClinician();
    nurse = await clinician.as('nurse');
    wardId = await createWard(await clinician.as('operations'), 10, 'Lungs at home');
    const patientId = await registerPatient(nurse, { familyName: 'Lovelace' });
    ill = { patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }, 60_000);
  afterAll(() => clinician.stop());

  const handover = async (query = ''): Promise<Handover> =>
    Handover.parse((await nurse.get(`/v1/wards/${wardId}/handover${query}`)).body);

  it('says who is worse since then, whose alert waits, what is late, and what was promised', async () => {
    const { patientId } = ill;
    const begin = clinician.clock.now();
    await clinician.publish('scores', [{ key: patientId, event: aScore(patientId, begin) }]);
    await clinician.publish('observations', [{ key: patientId, event: watchReadings(patientId, begin) }]);
    await eventually(handover, ({ patients }) => patients[0]?.score?.total === 2);
    clinician.clock.advance(6 * hourMs);
    const since = clinician.clock.now().toISOString();
    clinician.clock.advance(6 * hourMs);
    await nurse.post(`/v1/patients/${patientId}/notes`, { kind: 'note', text: 'Daughter calls back at nine' });
    const now = clinician.clock.now();
    const worse = { total: 7, min: 7, max: 7, tier: 'high', highestTier: 'high' } as const;
    await clinician.publish('scores', [{ key: patientId, event: aScore(patientId, now, worse) }]);
    await clinician.publish('signals', [{ key: patientId, event: aSignal(ill, ['low', 'high', now]) }]);
    await eventually(handover, ({ patients }) => patients[0]?.alerts.length === 1 && patients[0].score?.total === 7);
    clinician.clock.advance(hourMs);
    const made = await handover(`?since=${encodeURIComponent(since)}`);
    expect(made).toMatchObject({ wardId, wardName: 'Lungs at home', since });
    expect(made.patients).toMatchObject([
      {
        familyName: 'Lovelace',
        change: 'worse',
        score: { total: 7, tier: 'high' },
        scoreThen: { total: 2, tier: 'low' },
        alerts: [{ alert: { tier: 'high', state: 'raised' } }],
        notes: [{ text: 'Daughter calls back at nine' }],
      },
    ]);
    expect(made.patients[0]?.alerts[0]?.overdueMinutes).toBeGreaterThan(0);
    expect(made.patients[0]?.overdueReadings?.overdueMinutes).toBeGreaterThan(0);
  });

  it('puts the same into words for a colleague', async () => {
    const { status, body } = await nurse.get(`/v1/patients/${ill.patientId}/sbar`);
    expect(status).toBe(200);
    const sbar = Sbar.parse(body);
    expect(sbar.situation[0]).toContain('Ada Lovelace');
    expect(sbar.situation.join('\n')).toMatch(/High alert, open since .* late\./);
    expect(sbar.background.join('\n')).toContain('Daughter calls back at nine.');
    expect(sbar.assessment.join('\n')).toMatch(/Pulse 80 per minute, taken at .*, 13 h ago\./);
    expect(sbar.recommendation.join('\n')).toContain('Respond by');
  });

  it('asks the database as often for many patients as for one', async () => {
    const asked = jest.spyOn(clinician.database.pool, 'query');
    // The least of a few counts: what the service does by its clock meanwhile asks about patients too.
    const countOf = async (): Promise<number> => {
      const counts: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        asked.mockClear();
        await handover();
        counts.push(asked.mock.calls.filter(([query]) => isAboutPatients(query)).length);
      }
      return Math.min(...counts);
    };
    const ofOne = await countOf();
    expect(ofOne).toBeGreaterThan(8);
    for (let more = 0; more < 5; more += 1) {
      await admit(nurse, { patientId: await registerPatient(nurse), wardId });
    }
    expect((await handover()).patients).toHaveLength(6);
    expect(await countOf()).toBe(ofOne);
    asked.mockRestore();
  });

  it('refuses a time that is still to come, a ward that is not there, and people who may not see patients', async () => {
    const future = '2030-01-01T00:00:00Z';
    expect((await nurse.get(`/v1/wards/${wardId}/handover?since=${future}`)).body).toMatchObject({
      code: 'as-of-in-future',
    });
    const elsewhere = '0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a09';
    expect((await nurse.get(`/v1/wards/${elsewhere}/handover`)).status).toBe(404);
    expect((await nurse.get(`/v1/patients/${elsewhere}/sbar`)).status).toBe(404);
    const operations = await clinician.as('operations');
    expect((await operations.get(`/v1/wards/${wardId}/handover`)).status).toBe(403);
    expect((await operations.get(`/v1/patients/${ill.patientId}/sbar`)).status).toBe(403);
  });
});
