/** Real: Postgres. The tables of the last release with alerts in them, brought to this one. */
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { clinicianMigrations } from '../clinician.module.ts';

const released = clinicianMigrations.filter(({ name }) => /^(ClinicianTables|SessionsTable)/.test(name));

const [patient, stay, ward] = [1, 2, 3].map((digit) => `0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a0${String(digit)}`);
const [open, resolved, score] = [4, 5, 6].map((digit) => `0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a0${String(digit)}`);

describe('Alerts from before there were conditions', () => {
  let stop: () => Promise<void>;
  let database: Database;

  beforeAll(async () => {
    const test = await startTestDatabase();
    const options = { url: test.url, schema: 'clinician', poolSize: 2 };
    const before = await openDatabase({ ...options, migrations: released });
    for (const [statement, ...values] of rowsOfTheLastRelease) await before.pool.query(String(statement), values);
    await before.close();
    database = await openDatabase({ ...options, migrations: clinicianMigrations });
    stop = async () => {
      await database.close();
      await test.stop();
    };
  }, 60_000);
  afterAll(() => stop());

  const rowsOf = async (query: string): Promise<readonly object[]> => (await database.pool.query<object>(query)).rows;

  it('are about the score, and what people did stays known', async () => {
    expect(await rowsOf('select id, condition, acted, withdrawn, late, news_tier from alert order by id')).toEqual([
      { id: open, condition: 'score', acted: true, withdrawn: false, late: false, news_tier: 'high' },
      { id: resolved, condition: 'score', acted: false, withdrawn: false, late: false, news_tier: 'medium' },
    ]);
  });

  it('each have a version that holds since they last changed', async () => {
    expect(await rowsOf('select id, revision, valid_from, valid_to from alert_version order by id')).toEqual([
      { id: open, revision: 2, valid_from: new Date('2026-11-20T10:10:00Z'), valid_to: null },
      { id: resolved, revision: 2, valid_from: new Date('2026-11-20T09:00:00Z'), valid_to: null },
    ]);
  });

  it('when open, go back to a rise that somebody has answered, so that the next signal takes nothing back', async () => {
    expect(await rowsOf('select stay_id, at, kind, tier, revision, answered, closed from alert_signal')).toEqual([
      {
        stay_id: stay,
        at: new Date('2026-11-20T09:58:00Z'),
        kind: 'tier-reached',
        tier: 'high',
        revision: 0,
        answered: true,
        closed: false,
      },
    ]);
  });

  it('leave the ledger as it was, a line for the first revision of each signal', async () => {
    expect(await rowsOf('select signal_id, signal_revision from alert_change order by id')).toEqual([
      { signal_id: score, signal_revision: 1 },
      { signal_id: null, signal_revision: null },
    ]);
  });
});

const alertColumns = `id, patient_id, stay_id, ward_id, tier, current_tier, state, raised_at, response_due_at, reason, score_id,
  acknowledged_at, acknowledged_by, resolved_at, resolved_by, revision`;
const rowsOfTheLastRelease: readonly (readonly unknown[])[] = [
  [`insert into ward (id, name, beds, created_at) values ($1, 'Heart at home', 3, '2026-11-20')`, ward],
  [
    `insert into patient (id, nhs_number, given_name, family_name, birth_date, created_at)
     values ($1, '9990000018', 'Ada', 'Byron', '1951-03-04', '2026-11-20')`,
    patient,
  ],
  [
    `insert into stay (id, patient_id, ward_id, pathway, state, admitted_at, admitted_by)
     values ($1, $2, $3, 'heart failure', 'admitted', '2026-11-20', 'Grace')`,
    stay,
    patient,
    ward,
  ],
  [
    `insert into score (patient_id, at, revision, score)
     values ($1, '2026-11-20T09:58:00Z', 1, json_build_object('id', $2::text, 'receivedAt', '2026-11-20T09:58:01.000Z'))`,
    patient,
    score,
  ],
  [
    `insert into alert (${alertColumns})
     values ($1, $2, $3, $4, 'high', 'medium', 'acknowledged', '2026-11-20T10:00:00Z', '2026-11-20T10:30:00Z', 'NEWS2 7',
             $5, '2026-11-20T10:10:00Z', 'Grace', null, null, 2),
            ($6, $2, $3, $4, 'medium', 'low', 'resolved', '2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', 'NEWS2 5',
             $5, null, null, '2026-11-20T09:00:00Z', 'Grace', 2)`,
    open,
    patient,
    stay,
    ward,
    score,
    resolved,
  ],
  [
    `insert into alert_change (alert_id, patient_id, signal_id, change, because, tier, at)
     values ($1, $2, $3, 'raise', 'tier-reached', 'high', '2026-11-20T10:00:00Z'),
            ($1, $2, null, 'acknowledge', 'open', 'high', '2026-11-20T10:10:00Z')`,
    open,
    patient,
    score,
  ],
];
