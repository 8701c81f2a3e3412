/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the observations and scores that others would send. */
import {
  type Board,
  ChartedObservation,
  type ObservationId,
  type ObservationSetRecorded,
  type Page,
  type PatientId,
  Problem,
} from '#libs/contracts';
import fc from 'fast-check';
import { eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';

describe('An observation that does not count', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let assistant: Caller;
  let operations: Caller;
  let published: readonly ObservationSetRecorded[];

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, assistant, operations] = await Promise.all([
      clinician.as('nurse'),
      clinician.as('healthcare-assistant'),
      clinician.as('operations'),
    ]);
    published = await clinician.published('observations');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function onWard(): Promise<{ wardId: string; patientId: PatientId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    return { wardId, patientId };
  }
  const observationsOf = async (patientId: PatientId): Promise<readonly ChartedObservation[]> =>
    (await nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`)).body.items;
  const latestPulse = async (wardId: string): Promise<unknown> => {
    const { body } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    return body.rows[0]?.latest.find(({ code }) => code === 'pulse-rate')?.value;
  };
  const retract = (patientId: PatientId, id: string | undefined, reason: string, by = nurse) =>
    by.post<ChartedObservation>(`/v1/patients/${patientId}/observations/${id ?? ''}/retract`, { reason });
  /** Pulses taken a minute apart, on the chart. */
  async function withPulses(
    patientId: PatientId,
    pulses: readonly number[],
  ): Promise<readonly ObservationSetRecorded[]> {
    const start = clinician.clock.now().getTime();
    const sets = pulses.map((pulse, index) =>
      watchReadings(patientId, new Date(start + (index - 10) * 60_000), { pulse }),
    );
    await clinician.publish(
      'observations',
      sets.map((event) => ({ key: patientId, event })),
    );
    await eventually(
      () => observationsOf(patientId),
      (items) => items.length === pulses.length * 2,
    );
    return sets;
  }
  const pulseIdOf = (set: ObservationSetRecorded | undefined): ObservationId | undefined => set?.observations[0]?.id;

  it('stays on the chart with who said so, why and when, and the newest value falls back to the one before', async () => {
    const { wardId, patientId } = await onWard();
    const [, second] = await withPulses(patientId, [80, 140]);
    expect(await latestPulse(wardId)).toBe(140);
    const { status, body } = await retract(patientId, pulseIdOf(second), 'Her husband wore it', assistant);
    expect(status).toBe(200);
    const retracted = {
      by: { id: expect.any(String), name: 'A healthcare-assistant' },
      reason: 'Her husband wore it',
      at: clinician.clock.now().toISOString(),
    };
    expect(ChartedObservation.parse(body)).toMatchObject({ value: 140, retracted });
    expect(await latestPulse(wardId)).toBe(80);
    const charted = await observationsOf(patientId);
    expect(charted.map(({ code, value, retracted: gone }) => [code, value, gone])).toEqual([
      ['pulse-rate', 140, retracted],
      ['oxygen-saturation', 97, null],
      ['pulse-rate', 80, null],
      ['oxygen-saturation', 97, null],
    ]);
  });

  it('is published once, and the same request again changes nothing', async () => {
    const { patientId } = await onWard();
    const [set] = await withPulses(patientId, [140]);
    const id = pulseIdOf(set);
    const first = await retract(patientId, id, 'Loose probe');
    clinician.clock.advance(60_000);
    const again = await retract(patientId, id, 'Loose probe', assistant);
    expect(again).toMatchObject({ status: 200, body: first.body });
    const retractions = await eventually(
      async () => published.filter((one) => one.patientId === patientId && one.retracts !== undefined),
      (found) => found.length > 0,
    );
    expect(retractions).toMatchObject([
      { observations: [], retracts: [{ observationId: id, code: 'pulse-rate', reason: 'Loose probe' }] },
    ]);
    const { rows } = await clinician.database.pool.query(
      `select command, by_person ->> 'name' as name from audit where subject_id = $1 and command = 'retract-observation'`,
      [patientId],
    );
    expect(rows).toEqual([{ command: 'retract-observation', name: 'A nurse' }]);
  });

  it('is not retracted for another reason afterwards, nor for another patient, nor by a person who may not', async () => {
    const [here, elsewhere] = [await onWard(), await onWard()];
    const [set] = await withPulses(here.patientId, [140]);
    const id = pulseIdOf(set);
    await retract(here.patientId, id, 'Loose probe');
    const refused = await retract(here.patientId, id, 'Wrong person');
    expect(Problem.parse(refused.body)).toMatchObject({ status: 409, code: 'observation-already-retracted' });
    const foreign = await retract(elsewhere.patientId, id, 'Loose probe');
    expect(Problem.parse(foreign.body)).toMatchObject({ status: 404, code: 'observation-not-found' });
    expect((await retract(here.patientId, id, 'Loose probe', operations)).status).toBe(403);
    expect((await retract(here.patientId, id, ' ')).status).toBe(400);
  });

  it('gives way to the value that corrects it, with one stroke', async () => {
    const { wardId, patientId } = await onWard();
    const [set] = await withPulses(patientId, [140]);
    const observationId = pulseIdOf(set);
    const correction = {
      messageId: 'put-right',
      takenAt: set?.observations[0]?.takenAt,
      corrects: [{ observationId, reason: 'Typed in wrongly' }],
      readings: [{ code: 'pulse-rate', value: 104, unit: '/min' }],
    };
    const path = `/v1/patients/${patientId}/observations`;
    const recorded = await nurse.post<ObservationSetRecorded>(path, correction);
    expect(recorded).toMatchObject({
      status: 201,
      body: { retracts: [{ observationId, reason: 'Typed in wrongly' }] },
    });
    expect((await nurse.post(path, correction)).body).toEqual(recorded.body);
    expect(await latestPulse(wardId)).toBe(104);
    const charted = await observationsOf(patientId);
    expect(
      charted.filter(({ code }) => code === 'pulse-rate').map(({ value, retracted }) => [value, retracted?.by.name]),
    ).toEqual(
      expect.arrayContaining([
        [140, 'A nurse'],
        [104, undefined],
      ]),
    );
    const unknown = { ...correction, messageId: 'another', corrects: [{ observationId: wardId, reason: 'x' }] };
    expect(await nurse.post(path, unknown)).toMatchObject({ status: 404, body: { code: 'observation-not-found' } });
  });

  it('gives way to a newer reading that is being charted at the same time', async () => {
    const { wardId, patientId } = await onWard();
    const [, taken] = await withPulses(patientId, [80, 140]);
    const [newer] = watchReadings(patientId, clinician.clock.now(), { message: 'newer', pulse: 150 }).observations;
    // What the charting consumer does with the newer reading, held back just before its commit.
    const charting = await clinician.database.pool.connect();
    try {
      await charting.query('begin');
      await charting.query(
        `insert into charted_readings
           (patient_id, taken_at, set_id, received_at, known_at, message_id, source, observations)
         values ($1, $2, gen_random_uuid(), $2, $2, 'newer', 'device', $3)`,
        [patientId, newer?.takenAt, JSON.stringify([newer])],
      );
      await charting.query(
        `update patient_latest set newest_taken_at = $2, by_code = by_code || jsonb_build_object('pulse-rate', $3::jsonb)
         where patient_id = $1`,
        [patientId, newer?.takenAt, JSON.stringify(newer)],
      );
      const retracting = retract(patientId, pulseIdOf(taken), 'Her husband wore it');
      await eventually(
        async () =>
          (await clinician.database.pool.query(`select from pg_stat_activity where wait_event_type = 'Lock'`)).rowCount,
        (waiting) => waiting === 1,
      );
      await charting.query('commit');
      expect((await retracting).status).toBe(200);
    } finally {
      charting.release();
    }
    expect(await latestPulse(wardId)).toBe(150);
  });

  it('is retracted in a row that an earlier release stored like in any other', async () => {
    const outcomes: unknown[] = [];
    for (const isLong of [false, true]) {
      const { wardId, patientId } = await onWard();
      const [first, second] = await withPulses(patientId, [80, 140]);
      if (isLong) {
        for (const { id, observations } of [first, second].filter((set) => set !== undefined)) {
          const { rowCount } = await clinician.database.pool.query(
            `update charted_readings set observations = $3 where patient_id = $1 and set_id = $2
             and observations::text not like '%takenAt%'`,
            [patientId, id, JSON.stringify(observations)],
          );
          expect(rowCount).toBe(1);
        }
      }
      expect((await retract(patientId, pulseIdOf(second), 'Her husband wore it')).status).toBe(200);
      const { body } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
      const asSeen = [...(await observationsOf(patientId)), ...(body.rows[0]?.latest ?? [])];
      outcomes.push(asSeen.map(({ code, value, unit }) => [code, value, unit]));
      expect(await latestPulse(wardId)).toBe(80);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it('does not count even if the chart hears of the retraction first', async () => {
    const { wardId, patientId } = await onWard();
    await withPulses(patientId, [80]);
    const now = clinician.clock.now();
    const late = watchReadings(patientId, now, { pulse: 140, message: 'late' });
    const [pulse] = late.observations;
    if (pulse === undefined) throw new Error('The set has a pulse.');
    const retracting: ObservationSetRecorded = {
      ...watchReadings(patientId, now, { message: 'retracting' }),
      enteredBy: { id: 'grace', name: 'Grace' },
      observations: [],
      retracts: [{ observationId: pulse.id, code: pulse.code, takenAt: pulse.takenAt, reason: 'Another person' }],
    };
    await clinician.publish('observations', [
      { key: patientId, event: retracting },
      { key: patientId, event: late },
      { key: patientId, event: retracting },
    ]);
    const charted = await eventually(
      () => observationsOf(patientId),
      (items) => items.length === 4,
    );
    expect(charted.find(({ id }) => id === pulse.id)?.retracted).toMatchObject({
      by: { id: 'grace', name: 'Grace' },
      reason: 'Another person',
    });
    expect(await latestPulse(wardId)).toBe(80);
  });

  it('is the same one, and the chart the same, in whatever order and however often things arrive', async () => {
    const start = clinician.clock.now().getTime();
    const minute = (index: number): Date => new Date(start + (index - 30) * 60_000);
    const setsOf = (patientId: PatientId): readonly ObservationSetRecorded[] => {
      const observed = [80, 90, 140, 150].map((pulse, index) => watchReadings(patientId, minute(index), { pulse }));
      const retracting = [2, 3, 3].map((index, nth): ObservationSetRecorded => {
        const pulse = observed[index]?.observations[0];
        if (pulse === undefined) throw new Error('Every set has a pulse.');
        const { id: observationId, code, takenAt } = pulse;
        return {
          ...watchReadings(patientId, minute(10 + nth), { message: `retracting-${String(nth)}` }),
          enteredBy: { id: `nurse-${String(nth)}`, name: `Nurse ${String(nth)}` },
          observations: [],
          retracts: [{ observationId, code, takenAt, reason: `Reason ${String(nth)}` }],
        };
      });
      return [...observed, ...retracting];
    };
    /** The chart and the board's newest pulse once everything has arrived in this order. */
    async function chartAfter(order: readonly number[]): Promise<unknown> {
      const { wardId, patientId } = await onWard();
      const sets = setsOf(patientId);
      const marker = watchReadings(patientId, minute(-1), { message: 'the last to arrive' });
      const arriving = [...order.flatMap((index) => sets[index] ?? []), marker];
      // In several batches, so that some things are on the chart before others arrive.
      const half = Math.ceil(arriving.length / 2);
      for (const part of [arriving.slice(0, half), arriving.slice(half)]) {
        await clinician.publish(
          'observations',
          part.map((event) => ({ key: patientId, event })),
        );
      }
      const charted = await eventually(
        () => observationsOf(patientId),
        (items) => items.some(({ messageId }) => messageId === marker.messageId),
      );
      const shown = charted.map(({ id, value, takenAt, retracted }) => ({ id, value, takenAt, retracted }));
      return { shown, latest: await latestPulse(wardId) };
    }
    const everything = setsOf(await registerPatient(nurse)).map((_set, index) => index);
    const expected = await chartAfter(everything);
    expect(expected).toMatchObject({ latest: 90 });
    const anyOrder = fc
      .tuple(fc.array(fc.constantFrom(...everything), { maxLength: 6 }), fc.constant(everything))
      .chain(([repeats, once]) => {
        const all = [...once, ...repeats];
        return fc.shuffledSubarray(all, { minLength: all.length });
      });
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        expect(await chartAfter(order)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('is shown to whoever watches the ward, and so is what corrects it', async () => {
    const { wardId, patientId } = await onWard();
    const [set] = await withPulses(patientId, [140]);
    const id = pulseIdOf(set);
    const watching = await nurse.stream(`/v1/live?wardId=${wardId}`);
    if (watching.body === null) throw new Error('The stream has no body.');
    const reader = watching.body.pipeThrough(new TextDecoderStream()).getReader();
    let received = '';
    const reading = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value;
    })();
    await retract(patientId, id, 'Loose probe');
    await eventually(
      async () => received,
      (text) => text.includes('"reason":"Loose probe"') && text.includes(id ?? 'nothing'),
    );
    await reader.cancel();
    await reading;
  });
});
