/** Real: Postgres. */
import { instant, MonitoringPlan } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { randomUUID } from 'node:crypto';
import { clinicianMigrations } from '../clinician.module.ts';
import { sixteenthBirthday } from '../plans/sixteenth-birthday.ts';
import { ClinicianTables1795305600000 } from './clinician-tables.migration.ts';

describe('Plans of the first release', () => {
  let testDatabase: Awaited<ReturnType<typeof startTestDatabase>>;
  let database: Database;
  const changedAt = '2026-11-20T08:00:00.000Z';

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await testDatabase.stop();
  });

  it('are made whole, keep what they were, and are told anew', async () => {
    const open = (migrations: typeof clinicianMigrations): Promise<Database> =>
      openDatabase({ url: testDatabase.url, schema: 'clinician', poolSize: 2, migrations });
    database = await open([ClinicianTables1795305600000]);
    const adult = await aPlan({ birthDate: '1951-03-04', pathway: 'heart-failure', exclusion: null });
    const child = await aPlan({ birthDate: '2012-07-01', pathway: 'moon-walking', exclusion: 'under-16' });
    const mother = await aPlan({ birthDate: '1996-07-01', pathway: 'complex-maternity', exclusion: 'pregnant' });
    const away = await aPlan({ birthDate: '1951-03-04', pathway: null, exclusion: null });
    await database.close();
    database = await open(clinicianMigrations);

    const nothingDecided = { monitoring: 'intermittent', validityMinutes: {}, thresholds: [], pauses: [], revision: 4 };
    expect(await planOf(adult)).toMatchObject({
      ...nothingDecided,
      ruleSet: { id: 'heart-failure', version: 1 },
      oxygenScale: { scale: 2 },
    });
    expect(await planOf(child)).toMatchObject({
      ruleSet: { id: 'general', version: 1 },
      exclusion: 'under-16',
      scoredFrom: sixteenthBirthday('2012-07-01'),
    });
    expect(await planOf(mother)).toMatchObject({ ruleSet: { id: 'complex-maternity', version: 1 }, exclusion: null });
    expect(await planOf(away)).toMatchObject({ ruleSet: { id: 'general', version: 1 }, stay: null });

    const versions = await database.pool.query<{ known_at: Date; plan: unknown }>(
      'select known_at, monitoring_plan as plan from plan_version where patient_id = $1 order by revision',
      [adult],
    );
    expect(versions.rows.map(({ plan }) => MonitoringPlan.parse(plan).revision)).toEqual([3, 4]);
    expect(versions.rows[0]?.known_at.toISOString()).toBe(changedAt);

    const staged = await database.pool.query<{ topic: string; key: string; value: string }>('select * from outbox');
    const told = new Map(staged.rows.map(({ key, value }) => [key, MonitoringPlan.parse(JSON.parse(value))]));
    expect(new Set(told.keys())).toEqual(new Set([adult, child, mother, away]));
    expect(told.get(child as never)).toEqual(await planOf(child));
  });

  async function planOf(patientId: string): Promise<MonitoringPlan> {
    const { rows } = await database.pool.query<{ plan: unknown }>(
      'select monitoring_plan as plan from plan where patient_id = $1',
      [patientId],
    );
    return MonitoringPlan.parse(rows[0]?.plan);
  }

  let serial = 0;
  /** A patient with a plan as the first release wrote it. */
  async function aPlan(of: { birthDate: string; pathway: string | null; exclusion: string | null }): Promise<string> {
    const patientId = randomUUID();
    serial += 1;
    await database.pool.query(
      `insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at)
       values ($1, $2, 'Ada', 'Byron', $3, now())`,
      [patientId, String(serial), of.birthDate],
    );
    const plan = {
      patientId,
      revision: 3,
      stay:
        of.pathway === null
          ? null
          : { stayId: randomUUID(), wardId: randomUUID(), pathway: of.pathway, admittedAt: changedAt },
      oxygenScale: {
        scale: 2,
        prescribedBy: 'A prescriber',
        reason: 'COPD',
        prescribedAt: changedAt,
        reviewAt: instant(Date.UTC(2027, 0, 1)),
      },
      exclusion: of.exclusion,
      validityMinutes: { respirationRate: 60, oxygenSaturation: 60 },
      latenessHours: 24,
      measures: ['pulse-rate'],
      changedAt,
    };
    await database.pool.query(
      `insert into plan (patient_id, revision, oxygen_scale, chosen_exclusion, monitoring_plan)
       values ($1, 3, $2, null, $3)`,
      [patientId, JSON.stringify(plan.oxygenScale), JSON.stringify(plan)],
    );
    return patientId;
  }
});
