/** Real: HTTP, Postgres, the Postgres log. */
import {
  type Alert,
  type ChartedObservation,
  liveEvents,
  type LiveEventName,
  type PatientId,
  type Plan,
  type Role,
  type StayId,
  type WardId,
} from '#libs/contracts';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

interface Received {
  readonly id: string;
  readonly event: LiveEventName;
  readonly data: unknown;
  readonly atMilliseconds: number;
}

interface Watching {
  /** The ids that heartbeats came with. */
  readonly beats: readonly (string | undefined)[];
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** Watches as a browser does, and keeps what came; each event must have the shape that its name promises. */
async function watch(caller: Caller, query = '', lastEventId?: string): Promise<Watching> {
  const response = await caller.stream(
    `/v1/live${query}`,
    lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  );
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  if (response.body === null) throw new Error('The stream has no body.');
  const received: Received[] = [];
  const beats: (string | undefined)[] = [];
  const reader = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Whatever has another name fails to parse in the next line.
      const event = value.event as LiveEventName;
      const data: unknown = liveEvents[event].parse(JSON.parse(value.data));
      // It comes when it comes.
      if (event === 'heartbeat') {
        beats.push(value.id);
        continue;
      }
      received.push({ id: value.id ?? '', event, data, atMilliseconds: performance.now() });
    }
  })();
  return {
    beats,
    received,
    close: async () => {
      await reader.cancel();
      await reading;
    },
  };
}

/** Of an alert only those events that say another state than the one before. */
function withoutSteps<Event extends { readonly event: string; readonly data: unknown }>(
  events: readonly Event[],
): Event[] {
  const stateOf = ({ data }: Event): unknown => (data as Alert).state;
  return events.filter((one, index) => {
    if (one.event !== 'alert') return true;
    const before = events.slice(0, index).findLast(({ event }) => event === 'alert');
    return before === undefined || stateOf(before) !== stateOf(one);
  });
}

describe('The live stream', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician({ LIVE_HEARTBEAT_SECONDS: '1', LIVE_BUFFER_BYTES: '1048576' });
    operations = await clinician.as('operations');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function onWard(): Promise<{ wardId: WardId; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }
  const headOf = async () =>
    (await clinician.database.pool.query<{ head: string }>('select position as head from live_head')).rows[0];
  const observe = (patientId: PatientId, at: Date, message: string, pulse = 80) =>
    clinician.publish('observations', [{ key: patientId, event: watchReadings(patientId, at, { message, pulse }) }]);

  it('shows observations, scores, alerts and stays of its ward as their own paths do, and of no other', async () => {
    const here = await onWard();
    const elsewhere = await onWard();
    const watching = await watch(nurse, `?wardId=${here.wardId}`);
    const now = clinician.clock.now();
    await observe(elsewhere.patientId, now, 'm-elsewhere');
    await observe(here.patientId, now, 'm-1', 120);
    await clinician.publish('scores', [{ key: here.patientId, event: aScore(here.patientId, now) }]);
    await clinician.publish('signals', [{ key: here.patientId, event: aSignal(here, ['low', 'high', now]) }]);
    await eventually(
      async () => watching.received.map(({ event }) => event),
      (names) => names.length >= 5,
    );
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    // An alert goes on by itself while it waits, as time passes: to a person it is the same until its state is another.
    const received = await eventually(
      async () => withoutSteps(watching.received),
      (events) => events.length >= 8,
    );
    expect(received.map(({ event }) => event).toSorted()).toEqual(
      ['observation', 'observation', 'score', 'alert', 'alert', 'stay', 'task', 'task'].toSorted(),
    );
    expect(received.findLast(({ event }) => event === 'stay')?.data).toMatchObject({ state: 'discharged' });
    const resolved = received.findLast(({ event }) => event === 'alert');
    expect(resolved?.data).toMatchObject({ state: 'resolved', outcome: 'discharged' });
    // A score asks for a nurse's assessment, which the discharge takes back.
    expect(received.findLast(({ event }) => event === 'task')?.data).toMatchObject({ state: 'cancelled' });
    const [alert] = received.filter(({ event }) => event === 'alert').map(({ data }) => data as Alert);
    expect((await nurse.get<Alert>(`/v1/alerts/${alert?.id ?? ''}`)).body.id).toBe(alert?.id);
    await watching.close();
  });

  it('says nothing of a patient without an open stay', async () => {
    const { wardId, patientId } = await onWard();
    const stranger = await registerPatient(nurse);
    const watching = await watch(nurse);
    const now = clinician.clock.now();
    await observe(stranger, now, 'm-stranger');
    await observe(patientId, now, 'm-known');
    const received = await eventually(
      async () => watching.received,
      (events) => events.length >= 2,
    );
    expect(received.map(({ data }) => (data as ChartedObservation).patientId)).toEqual([patientId, patientId]);
    expect(wardId).toBeDefined();
    await watching.close();
  });

  it("shows a colleague's pause as the plan that is in force, and once more when it ends", async () => {
    const { wardId, patientId } = await onWard();
    const watching = await watch(nurse, `?wardId=${wardId}`);
    const until = new Date(clinician.clock.now().getTime() + 3_600_000).toISOString();
    const { body: pause } = await nurse.post<{ id: string }>(`/v1/patients/${patientId}/pauses`, {
      reason: 'asleep',
      until,
    });
    const begun = await eventually(() => watching.received.find(({ event }) => event === 'plan'));
    expect(begun.data).toMatchObject({ patientId, pauses: [{ reason: 'asleep' }] });
    await nurse.post(`/v1/patients/${patientId}/pauses/${pause.id}/end`, {});
    const plans = await eventually(
      async () => watching.received.filter(({ event }) => event === 'plan'),
      (events) => events.length === 2,
    );
    expect(plans[1]?.data).toMatchObject({ patientId, pauses: [] });
    await watching.close();
  });

  it('shows a transfer to the ward that the patient leaves and to the one that they come to', async () => {
    const { wardId, patientId, stayId } = await onWard();
    const other = await createWard(operations);
    const [here, there] = [await watch(nurse, `?wardId=${wardId}`), await watch(nurse, `?wardId=${other}`)];
    await nurse.post(`/v1/stays/${stayId}/transfer`, { wardId: other, reason: 'Nearer to home' });
    for (const { received } of [here, there]) {
      await eventually(() => received.find(({ event }) => event === 'stay'));
      expect(received.filter(({ event }) => event !== 'plan')).toMatchObject([
        { event: 'stay', data: { id: stayId, wardId: other } },
      ]);
    }
    await observe(patientId, clinician.clock.now(), 'm-after-transfer');
    await eventually(() => there.received.filter(({ event }) => event === 'observation').length === 2);
    expect(here.received.map(({ event }) => event)).toEqual(['stay']);
    await here.close();
    await there.close();
  });

  it('shows the plan again when a pause is over by itself', async () => {
    const { wardId, patientId } = await onWard();
    const watching = await watch(nurse, `?wardId=${wardId}`);
    const until = new Date(clinician.clock.now().getTime() + 30 * 60_000).toISOString();
    await nurse.post(`/v1/patients/${patientId}/pauses`, { reason: 'asleep', until });
    const paused = await eventually(() => watching.received.find(({ event }) => event === 'plan'));
    clinician.clock.advance(31 * 60_000);
    const plans = await eventually(
      () => watching.received.filter(({ event }) => event === 'plan'),
      ({ length }) => length === 2,
    );
    const plan = (await nurse.get(`/v1/patients/${patientId}/plan`)).body;
    expect(plan).toMatchObject({ pauses: [], revision: (paused.data as Plan).revision });
    expect(plans.at(-1)?.data).toEqual(plan);
    await watching.close();
  });

  it('beats between other events without moving the position to resume from', async () => {
    const { wardId, patientId } = await onWard();
    const watching = await watch(nurse, `?wardId=${wardId}`);
    await observe(patientId, clinician.clock.now(), 'm-before-a-heartbeat');
    await eventually(() => watching.received.length >= 2);
    const heard = watching.beats.length;
    await eventually(() => watching.beats.length > heard);
    expect(watching.beats.every((id) => id === undefined)).toBe(true);
    await watching.close();
  });

  it('shows a new ward to everybody, and names devices only to those who watch every ward and may see devices', async () => {
    const { wardId, patientId } = await onWard();
    const { body: gateway } = await operations.post<{ id: string }>('/v1/gateways', { name: 'Her home' });
    const deviceId = `dev-live-${patientId}`;
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.id, kind: 'wearable' });
    const assistant = await clinician.as('healthcare-assistant');
    const everywhere = await watch(nurse);
    const others = [await watch(nurse, `?wardId=${wardId}`), await watch(assistant)];
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    await nurse.post(`/v1/devices/${deviceId}/recover`);
    const opened = await createWard(operations, 3, 'Another one');
    for (const { received } of [everywhere, ...others]) {
      const ward = await eventually(() => received.find(({ event }) => event === 'ward'));
      expect(ward.data).toMatchObject({ id: opened, beds: 3 });
    }
    const device = { event: 'device', data: { id: deviceId } };
    expect(everywhere.received).toMatchObject([device, device, { event: 'ward' }]);
    for (const { received } of others) expect(received).toMatchObject([{ event: 'ward' }]);
    for (const watching of [everywhere, ...others]) await watching.close();
  });

  describe('ends within a heartbeat once its caller', () => {
    const cookieOf = async (role: Role, id: string): Promise<string> => {
      const person = { id, name: `A ${role}`, role };
      return (await clinician.sessions.start({ person, idToken: undefined })).split(';')[0] ?? '';
    };
    it.each<[string, (cookie: string, id: string) => Promise<unknown>]>([
      ['has signed out', (cookie) => clinician.sessions.end(cookie)],
      [
        'has a session that has expired',
        () => {
          clinician.clock.advance(13 * 3_600_000);
          return Promise.resolve();
        },
      ],
      [
        'has another role, which may not see patients',
        (_cookie, id) =>
          clinician.database.pool.query(`update session set role = 'operations' where person_id = $1`, [id]),
      ],
    ])('%s', async (claim, change) => {
      const cookie = await cookieOf('nurse', claim);
      const response = await fetch(`${clinician.url}/api/v1/live`, { headers: { cookie } });
      expect(response.status).toBe(200);
      let text = '';
      let ended = false;
      const reading = (async () => {
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
        ended = true;
      })();
      // Goes on for as long as nothing has changed.
      await eventually(() => text.split('event: heartbeat').length > 2);
      expect(ended).toBe(false);
      await change(cookie, claim);
      await eventually(() => ended, { withinMs: 3000 });
      await reading;
      expect(text).toMatch(/event: session-ended\ndata: \{\}\n\n$/);
      const again = await fetch(`${clinician.url}/api/v1/live`, { headers: { cookie } });
      expect([401, 403]).toContain(again.status);
    });
  });

  it('resumes after every single event without a gap and without a repeat, while others write', async () => {
    const { wardId, patientId } = await onWard();
    const query = `?wardId=${wardId}`;
    const start = clinician.clock.now().getTime();
    const whole = await watch(nurse, query);
    const messages = Array.from({ length: 60 }, (_nothing, index) => index);
    const writing = (async () => {
      for (const index of messages) {
        const at = new Date(start + index * 1000);
        await Promise.all([
          observe(patientId, at, `m-${String(index)}`, 60 + index),
          clinician.publish('scores', [{ key: patientId, event: aScore(patientId, at) }]),
        ]);
      }
    })();
    const expected = messages.length * 3;
    // Comes and goes, resuming where it was cut off, in the middle of a set too.
    const pieces: Received[] = [];
    while (pieces.length < expected) {
      const piece = await watch(nurse, query, pieces.at(-1)?.id ?? '0');
      await eventually(
        async () => piece.received.length,
        (count) => count > 0,
      );
      pieces.push(...piece.received.slice(0, 7));
      await piece.close();
    }
    await writing;
    await eventually(
      async () => whole.received.length,
      (count) => count >= expected,
    );
    const isOfReadings = ({ event }: Received): boolean => event === 'observation' || event === 'score';
    const fromWhole = whole.received.filter(isOfReadings).map(({ id }) => id);
    const resumed = pieces.filter(isOfReadings).map(({ id }) => id);
    expect(resumed.filter((id) => fromWhole.includes(id))).toEqual(fromWhole.slice(0, resumed.length));
    expect(new Set(resumed).size).toBe(resumed.length);
    await whole.close();
  }, 60_000);

  it('brings clients up to date with more than may wait for one, and cuts off none that reads, be it late', async () => {
    const { wardId } = await onWard();
    const { head } = (await headOf()) ?? { head: '0' };
    const whole = await watch(nurse);
    // As at once after an outage in which much has changed.
    const [batches, changesEach] = [40, 250];
    await clinician.database.pool.query(
      `with head as (update live_head set position = position + $1::int * $2::int returning position - $1::int * $2::int as before),
            batch as (
              insert into live_batch (last_position, first_position, changes, appended_at)
              select before + n * $2::int, before + (n - 1) * $2::int + 1,
                (select json_agg(json_build_object('kind', 'ward', 'wardId', $3::text)) from generate_series(1, $2::int)), now()
              from head, generate_series(1, $1::int) as n
              returning 1)
       select pg_notify('clinician_live', '') from batch limit 1`,
      [batches, changesEach, wardId],
    );
    const resumed = await watch(nurse, '', head);
    const slow = await nurse.stream('/v1/live', { 'last-event-id': head });
    for (const { received } of [whole, resumed]) {
      await eventually(
        async () => received.length,
        (count) => count >= batches * changesEach,
      );
      const ids = received.filter(({ event }) => event === 'ward').map(({ id }) => Number(id));
      expect(ids).toEqual(Array.from({ length: batches * changesEach }, (_, nth) => Number(head) + nth + 1));
    }
    await Promise.all([whole.close(), resumed.close()]);
    let toCome = batches * changesEach;
    const events = slow.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const { event } of events ?? []) {
      if (event === 'ward') toCome -= 1;
      if (toCome === 0) break;
    }
    expect(toCome).toBe(0);
  }, 60_000);

  it('tells a client whose position is not kept to fetch again', async () => {
    const { wardId, patientId } = await onWard();
    for (const id of ['999999999', 'not-ours', '7.x']) {
      const watching = await watch(nurse, `?wardId=${wardId}`, id);
      const [first] = await eventually(
        async () => watching.received,
        (events) => events.length > 0,
      );
      expect(first?.event).toBe('reset');
      await watching.close();
    }
    const watching = await watch(nurse, `?wardId=${wardId}`, '999999999');
    await observe(patientId, clinician.clock.now(), 'm-after-reset');
    await eventually(
      async () => watching.received,
      (events) => events.some(({ event }) => event === 'observation'),
    );
    await watching.close();
  });

  it('gives a client that has had no event a position to resume from', async () => {
    const { wardId } = await onWard();
    const response = await nurse.stream(`/v1/live?wardId=${wardId}`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(/^retry: \d+\nid: \d+\n\n$/);
    await reader?.cancel();
  });

  it('cuts off the oldest stream of a person who opens ever more, and costs a colleague none', async () => {
    const { wardId, patientId, stayId } = await onWard();
    const colleague = await watch(await clinician.as('healthcare-assistant'), `?wardId=${wardId}`);
    const opened: { isOver: boolean; readonly response: Response }[] = [];
    for (let more = 0; more < 23; more += 1) {
      const stream = { isOver: false, response: await nurse.stream('/v1/live') };
      opened.push(stream);
      // Read as a browser reads, to the end.
      stream.response
        .text()
        .catch(() => undefined)
        .finally(() => {
          stream.isOver = true;
        });
    }
    await eventually(() => opened.filter(({ isOver }) => isOver).length === 3);
    expect(opened.slice(0, 3).every(({ isOver }) => isOver)).toBe(true);
    await clinician.publish('signals', [
      { key: patientId, event: aSignal({ patientId, stayId }, ['low', 'high', clinician.clock.now()]) },
    ]);
    await eventually(() => colleague.received.some(({ event }) => event === 'alert'));
    await colleague.close();
    for (const { response } of opened) await response.body?.cancel().catch(() => undefined);
  });

  it('refuses a ward that is not there before it becomes a stream', async () => {
    const answer = await nurse.get('/v1/live?wardId=3f333df6-90a4-4fda-8dd3-9485d27cee36');
    expect(answer).toMatchObject({ status: 404, body: { code: 'ward-not-found' } });
    expect((await (await clinician.as('operations')).get('/v1/live')).status).toBe(403);
  });
});
