/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and how full the disk is. */
import type { Notification, Page, StaffMember, TechnicalAlert } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { type Caller, createWard, type RunningClinician, startClinician } from '../../running-clinician.harness.ts';
import { DiskAlertsService } from './disk-alerts.service.ts';

describe('The disk of the database', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let manager: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [operations, manager] = await Promise.all([clinician.as('operations'), clinician.as('administrator')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const technical = async (state: 'open' | 'resolved'): Promise<readonly TechnicalAlert[]> =>
    (await operations.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`)).body.items;

  it('is a technical alert while it is nearly full, of which operations are notified before it is full, once', async () => {
    await manager.post<StaffMember>('/v1/people', { name: 'Olga', role: 'operations' });
    await clinician.get(DiskAlertsService).review();
    expect(await technical('open')).toEqual([]);

    clinician.disk.databaseNearlyFull = { freeBytes: 512 * 2 ** 20, sizeBytes: 20 * 2 ** 30 };
    await clinician.get(DiskAlertsService).review();
    await clinician.get(DiskAlertsService).review();
    expect(await technical('open')).toMatchObject([
      {
        kind: 'disk-nearly-full',
        subjectId: null,
        words: expect.stringContaining('512 MB of 20480 MB are left') as string,
      },
    ]);
    const { body } = await manager.get<Page<Notification>>('/v1/notifications');
    const notified = body.items.filter(({ words }) => words.title.startsWith('Disk'));
    expect(notified.map(({ personName }) => personName)).toEqual(['Olga']);

    clinician.disk.databaseNearlyFull = undefined;
    await clinician.get(DiskAlertsService).review();
    expect(await technical('open')).toEqual([]);
    expect(await technical('resolved')).toMatchObject([
      { words: expect.stringContaining('It was so until') as string },
    ]);
  });

  it('has what is kept for resuming a live stream shortened to an hour while it is nearly full', async () => {
    const kept = async (): Promise<number> => {
      const { rows } = await clinician.database.pool.query<{ count: number }>(
        'select count(*)::int as count from live_batch where appended_at < $1',
        [new Date(clinician.clock.now().getTime() - 3_600_000)],
      );
      return rows[0]?.count ?? 0;
    };
    await createWard(operations);
    clinician.clock.advance(2 * 3_600_000);
    expect(await kept()).toBeGreaterThan(0);
    clinician.disk.databaseNearlyFull = { freeBytes: 1, sizeBytes: 2 ** 30 };
    await eventually(async () => (await kept()) === 0, { what: 'that it is deleted', withinMs: 10_000 });
  }, 30_000);
});
