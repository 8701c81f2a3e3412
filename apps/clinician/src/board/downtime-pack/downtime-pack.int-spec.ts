/** Real: HTTP, Postgres, the folder, the PDF, which another reader reads back. A test's own: the clock. */
import type { WardId } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText } from 'unpdf';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

const minuteMs = 60_000;

describe('Downtime packs', () => {
  let folder: string;
  let clinician: RunningClinician;
  let nurse: Caller;
  let wardId: WardId;
  let stopped = false;

  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'homeward-packs-')), 'downtime');
    clinician = await startClinician({ DOWNTIME_PACK_FOLDER: folder, DOWNTIME_PACK_MINUTES: '0.01' });
    nurse = await clinician.as('nurse');
    wardId = await createWard(await clinician.as('operations'), 10, 'Lungs at home');
    const patientId = await registerPatient(nurse, { familyName: 'Lovelace' });
    await admit(nurse, { patientId, wardId });
    const contact = { kind: 'next-of-kin', name: 'Annabella', phone: '01632 960123' };
    await nurse.put(`/v1/patients/${patientId}/contacts/0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a0a`, contact);
    await clinician.publish('observations', [
      { key: patientId, event: watchReadings(patientId, clinician.clock.now(), { pulse: 91 }) },
    ]);
  }, 60_000);
  afterAll(async () => {
    if (!stopped) await clinician.stop();
    await rm(join(folder, '..'), { recursive: true });
  });

  const textOf = async (bytes: Uint8Array): Promise<string> => (await extractText(bytes, { mergePages: true })).text;
  const packName = (): string => `lungs-at-home-${wardId}.pdf`;
  const kept = async (): Promise<string> => textOf(new Uint8Array(await readFile(join(folder, packName()))));
  const index = (): Promise<string> => readFile(join(folder, 'index.txt'), 'utf8');
  const ageSeconds = async (): Promise<number | undefined> => {
    const metric = await clinician.metrics.getSingleMetric('homeward_downtime_pack_age_seconds')?.get();
    return metric?.values[0]?.value;
  };

  it('lie in the folder by themselves, one for each ward, with what is needed of its patients', async () => {
    const text = await eventually(kept, (found) => found.includes('91 per minute'), { withinMs: 20_000 });
    expect(text).toContain('Lovelace, Ada');
    expect(text).toContain('Annabella');
    expect(text).toContain('No escalation numbers are set.');
    expect(text).toContain('No ceiling of care is set.');
    expect((await readdir(folder)).filter((name) => !name.endsWith('.part')).toSorted()).toEqual(
      ['index.txt', packName()].toSorted(),
    );
    expect(await index()).toContain(packName());
  });

  it('are made anew as time goes on', async () => {
    clinician.clock.advance(7 * minuteMs);
    await eventually(index, (text) => text.includes(clinician.clock.now().toISOString()));
    expect(await eventually(ageSeconds, (age) => age === 0)).toBe(0);
  });

  it('can be fetched by those who may see patients', async () => {
    const ask = async (role: 'nurse' | 'operations', id: string): Promise<Response> =>
      fetch(`${clinician.url}/api/v1/wards/${id}/downtime-pack`, {
        headers: { authorization: `Bearer ${await clinician.tokenFor(role)}` },
      });
    const answer = await ask('nurse', wardId);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${packName()}"`);
    expect(await textOf(await answer.bytes())).toContain('Lovelace, Ada');
    expect((await ask('operations', wardId)).status).toBe(403);
    expect((await ask('nurse', '0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a09')).status).toBe(404);
  });

  it('stay when the database does not answer, say how old they are, and are fresh again afterwards', async () => {
    const { pool } = clinician.database;
    await pool.query('alter table ward rename to ward_elsewhere');
    const madeAt = clinician.clock.now().toISOString();
    await eventually(index, (text) => text.includes(madeAt));
    clinician.clock.advance(30 * minuteMs);
    await eventually(ageSeconds, (age) => age === 30 * 60);
    expect(await index()).toContain(madeAt);
    expect(await kept()).toContain('Lovelace, Ada');
    await pool.query('alter table ward_elsewhere rename to ward');
    await eventually(index, (text) => text.includes(clinician.clock.now().toISOString()));
  });

  it('are still there when everything has stopped', async () => {
    await clinician.stop();
    stopped = true;
    expect(await kept()).toContain('Lovelace, Ada');
    expect(await index()).toContain(packName());
  });
});
