/** Real: Postgres. What the last release wrote is put there as it wrote it. */
import { EventId, instant, PatientId, Score } from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { aScore } from '../believable.builder.ts';
import { clinicianMigrations } from '../clinician.module.ts';
import { ClinicianTables1795305600000 } from './clinician-tables.migration.ts';

const ada = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const setId = EventId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02');
const takenAt = '2026-11-21T07:30:00.000Z';
const at = new Date('2026-11-21T07:30:02.500Z');

/** As the last release wrote them. */
function oldScore(): object {
  const { agedOut: _agedOut, scalePrescription: _prescription, because: _because, ...rest } = aScore(ada, at);
  const { withdrawn: _withdrawn, pathway: _pathway, ...score } = rest;
  const input = { observationId: setId, takenAt };
  const inputs = [
    { parameter: 'respirationRate', value: 21, ...input },
    { parameter: 'supplementalOxygen', value: true, ...input },
  ];
  return { ...score, inputs };
}

describe('A chart of the last release', () => {
  let server: TestDatabase;
  let database: Database;
  const open = (migrations: typeof clinicianMigrations): Promise<Database> =>
    openDatabase({ url: server.url, schema: 'clinician', migrations });

  beforeAll(async () => {
    server = await startTestDatabase();
    const old = await open([ClinicianTables1795305600000]);
    await old.pool.query('insert into score (patient_id, at, revision, score) values ($1, $2, 1, $3)', [
      ada,
      at,
      JSON.stringify(oldScore()),
    ]);
    const observation = { id: setId, code: 'pulse-rate', value: 80, unit: '/min', takenAt };
    await old.pool.query(
      `insert into charted_readings (patient_id, taken_at, set_id, received_at, message_id, source, observations)
       values ($1, $2, $3, $2, 'm-1', 'device', $4)`,
      [ada, takenAt, setId, JSON.stringify([observation])],
    );
    await old.close();
    database = await open(clinicianMigrations);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('has its scores as the contract has them now: made by a reading, standing, their inputs with code and age', async () => {
    const { rows } = await database.pool.query<{ score: unknown; known_at: Date; withdrawn: boolean }>(
      'select * from score',
    );
    const [row] = rows;
    const score = Score.parse(row?.score);
    expect(score).toEqual({
      ...aScore(ada, at),
      pathway: null,
      inputs: [
        {
          parameter: 'respirationRate',
          code: 'respiration-rate',
          value: 21,
          observationId: setId,
          takenAt,
          ageSeconds: 2,
        },
        {
          parameter: 'supplementalOxygen',
          code: 'supplemental-oxygen',
          value: true,
          observationId: setId,
          takenAt,
          ageSeconds: 2,
        },
      ],
    });
    expect(row).toMatchObject({ known_at: new Date(score.receivedAt), withdrawn: false });
  });

  it('has its readings known since they were received', async () => {
    const newestKnownBy = async (knownBy: string): Promise<unknown> => {
      const { rows } = await database.pool.query<{ newest: { value: number } | null }>(
        `select newest_observation($1, 'pulse-rate', $2) as newest`,
        [ada, knownBy],
      );
      return rows[0]?.newest?.value;
    };
    expect(await newestKnownBy(takenAt)).toBe(80);
    expect(await newestKnownBy(instant(Date.parse(takenAt) - 1))).toBeUndefined();
  });

  it('keeps every score that is replaced from now on, and nothing of one that is not', async () => {
    const replace = (revision: number): Promise<unknown> =>
      database.pool.query(
        `update score set revision = $1, known_at = '2026-11-22T08:00:00Z' where patient_id = $2 and revision < $1`,
        [revision, ada],
      );
    await replace(2);
    await replace(2);
    const { rows } = await database.pool.query('select revision, known_at, superseded_at from score_version');
    expect(rows).toEqual([{ revision: 1, known_at: at, superseded_at: new Date('2026-11-22T08:00:00Z') }]);
  });

  it('can go back', async () => {
    for (let migration = 0; migration < clinicianMigrations.length - 1; migration += 1) {
      await database.dataSource.undoLastMigration();
    }
    const { rows } = await database.pool.query<{ name: string }>('select name from migration');
    expect(rows).toEqual([{ name: 'ClinicianTables1795305600000' }]);
  });
});
