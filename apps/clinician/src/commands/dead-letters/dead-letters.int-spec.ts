/** Real: HTTP, Postgres, the Postgres log. */
import { type DeadLetter, type DeadLetterEntry, deadLetterId, instant, type Page, Replay } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { type Caller, type RunningClinician, startClinician } from '../../running-clinician.harness.ts';

describe('A record that a service could not process', () => {
  let clinician: RunningClinician;
  let administrator: Caller;
  const replays: Replay[] = [];

  beforeAll(async () => {
    clinician = await startClinician();
    administrator = await clinician.as('administrator');
    await clinician.log.subscribe({
      group: 'what-is-replayed',
      topics: ['replays'],
      onBatch: async ({ records }) => {
        for (const { value } of records) replays.push(Replay.parse(JSON.parse(value ?? 'null')));
      },
    });
  }, 60_000);
  afterAll(() => clinician.stop());

  const letter = (position: string, over: Partial<DeadLetter> = {}): DeadLetter => ({
    id: deadLetterId({ group: 'scoring', topic: 'observations', partition: 3, position }),
    topic: 'observations',
    partition: 3,
    position,
    group: 'scoring',
    key: 'a-patient',
    value: '{"id":"not a set"}',
    reason: 'id: expected a UUID',
    failedAt: instant(clinician.clock.now()),
    ...over,
  });
  const list = async (query = ''): Promise<readonly DeadLetterEntry[]> =>
    (await administrator.get<Page<DeadLetterEntry>>(`/v1/dead-letters${query}`)).body.items;
  const publish = (...letters: readonly DeadLetter[]) =>
    clinician.publish(
      'dead-letters',
      letters.map((event) => ({ key: event.key, event })),
    );

  it('is listed once, however often it fails, with the newest reason', async () => {
    await publish(letter('1'), letter('1', { reason: 'still not' }), letter('2', { group: 'gateway' }));
    const entries = await eventually(list, (found) => found.length === 2);
    expect(entries.find(({ position }) => position === '1')).toMatchObject({ reason: 'still not', replays: [] });
    expect((await list('?group=gateway')).map(({ position }) => position)).toEqual(['2']);
  });

  it('is tried again by the group that failed on it, and by no other, when an administrator says so', async () => {
    await publish(letter('7'));
    const [entry] = await eventually(
      async () => (await list()).filter(({ position }) => position === '7'),
      (found) => found.length === 1,
    );
    const { status, body } = await administrator.post<DeadLetterEntry>(`/v1/dead-letters/${entry?.id ?? ''}/replay`);
    expect(status).toBe(200);
    expect(body.replays).toMatchObject([{ by: { name: 'A administrator' } }]);
    await eventually(
      async () => replays,
      (found) => found.some(({ deadLetterId: id }) => id === entry?.id),
    );
    expect(replays.at(-1)).toMatchObject({ group: 'scoring', topic: 'observations', key: 'a-patient' });
  });

  it('is none of a nurse’s business, and cannot be tried again once it is gone', async () => {
    const nurse = await clinician.as('nurse');
    expect((await nurse.get('/v1/dead-letters')).status).toBe(403);
    const gone = letter('99').id;
    expect(await administrator.post(`/v1/dead-letters/${gone}/replay`)).toMatchObject({
      status: 404,
      body: { code: 'dead-letter-not-found' },
    });
  });
});
