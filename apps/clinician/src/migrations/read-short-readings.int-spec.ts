/** Real: Postgres. */
import { openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { clinicianMigrations } from '../clinician.module.ts';

const patientId = 'a2f6a5c2-7f0e-4d0b-9a51-6d0f6c3f2e11';
const takenAt = '2026-11-21T08:30:00.000Z';

it('a chart that an earlier release has filled is read after the migration, beside what is stored short', async () => {
  const testDatabase = await startTestDatabase();
  const open = (migrations: typeof clinicianMigrations) =>
    openDatabase({ url: testDatabase.url, schema: 'clinician', migrations });
  try {
    const before = await open(clinicianMigrations.slice(0, 1));
    const id = '4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f0010';
    const long = [{ id, code: 'pulse-rate', value: 72, unit: '/min', takenAt }];
    const chart = `insert into charted_readings
        (patient_id, taken_at, set_id, received_at, known_at, message_id, source, observations)
      values ($1, $2, gen_random_uuid(), $2, $2, 'm', 'device', $3)`;
    await before.pool.query(chart, [patientId, takenAt, JSON.stringify(long)]);
    await before.close();
    const after = await open(clinicianMigrations);
    const newest = async (code: string): Promise<unknown> => {
      const text = `select newest_observation($1, $2, 'infinity') as observation`;
      const { rows } = await after.pool.query<{ observation: unknown }>(text, [patientId, code]);
      return rows[0]?.observation;
    };
    expect(await newest('pulse-rate')).toEqual(long[0]);
    const short = [
      { id, code: 'oxygen-saturation', value: 97 },
      { step: 3, code: 'pulse-rate', value: 75 },
    ];
    await after.pool.query(chart, [patientId, '2026-11-21T08:40:00.000Z', JSON.stringify(short)]);
    const ofMessage = { id: '4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f0013', takenAt: '2026-11-21T08:40:00.000Z' };
    expect(await newest('pulse-rate')).toEqual({ ...ofMessage, code: 'pulse-rate', value: 75 });
    await after.close();
  } finally {
    await testDatabase.stop();
  }
}, 60_000);
