/** Real: HTTP, Postgres, two services on one database. A test's own: the clock. */
import {
  type BedFigures,
  instant,
  type PatientId,
  ReferralId,
  type Stay,
  type StayId,
  type WardId,
} from '#libs/contracts';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { CommandsService } from '../../commands/commands.service.ts';
import {
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { BedsService } from './beds.service.ts';

const minute = 60_000;
const people = { id: 'model', name: 'A model' };

/** What people may do to beds; numbers choose patients, wards and referrals. */
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('admit'), one: fc.nat(5), ward: fc.nat(2), over: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('transfer'), one: fc.nat(5), ward: fc.nat(2), over: fc.nat(3) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('swap'), one: fc.nat(5), other: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave'), one: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return'), one: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('discharge'), one: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel'), one: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reinstate'), one: fc.nat(5), over: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expect'), one: fc.nat(5), days: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('capacity'),
      ward: fc.nat(2),
      beds: fc.integer({ min: 1, max: 5 }),
      minutes: fc.integer({ min: -3, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('close'), ward: fc.nat(2), beds: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open'), ward: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reserve'), ward: fc.nat(2), referral: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release'), referral: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), ward: fc.nat(2), referral: fc.nat(2) }) },
);

interface BedCommand {
  readonly kind: string;
  readonly one?: number;
  readonly other?: number;
  readonly ward?: number;
  readonly over?: number;
  readonly beds?: number;
  readonly days?: number;
  readonly minutes?: number;
  readonly referral?: number;
}

interface Said {
  readonly at: string;
  readonly wardId: WardId;
  readonly figures: BedFigures;
}

describe('Any commands of many people at once', () => {
  let services: readonly [RunningClinician, RunningClinician];
  let callers: readonly Caller[];

  beforeAll(async () => {
    const first = await startClinician();
    services = [first, await first.beside()];
    callers = await Promise.all(
      services.flatMap((service) => [service.as('coordinator'), service.as('administrator')]),
    );
  }, 60_000);
  afterAll(async () => {
    await services[1].stop();
    await services[0].stop();
  });

  const rows = async <Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> =>
    (await services[0].database.pool.query<Row>(text, [...values])).rows;

  it('leave every bed with one stay at most, every stay in one state, and every figure as it was said', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 12, maxLength: 25 }),
        (rounds) => run(rounds),
      ),
      { numRuns: 10, endOnFailure: true },
    );
  }, 180_000);

  async function run(rounds: readonly (readonly BedCommand[])[]): Promise<void> {
    const world = await newWorld();
    const said: Said[] = [];
    let before = await figuresOf(world.wardIds);
    for (const round of rounds) {
      const latest = await latestStays(world.patientIds);
      const answers = await Promise.all(round.map((one, index) => send(one, { ...world, latest, index })));
      expect(answers.filter((status) => status >= 500)).toEqual([]);
      services[0].clock.advance(minute);
      const after = await figuresOf(world.wardIds);
      expectNoneBeyondCapacity(before, after);
      await expectOneState(world.patientIds);
      said.push(...after);
      before = after;
      // What is done next is done after that was said.
      services[0].clock.advance(minute);
    }
    await expectReplay(world.patientIds);
    await expectAsSaid(said);
  }

  async function newWorld() {
    const [operations, nurse] = [callers[1], callers[0]];
    if (operations === undefined || nurse === undefined) throw new Error('Expected callers.');
    const wardIds: WardId[] = [];
    for (const beds of [2, 3, 4]) wardIds.push(await createWard(operations, beds));
    const patientIds: PatientId[] = [];
    for (let n = 0; n < 6; n += 1) patientIds.push(await registerPatient(nurse));
    const referralIds = [1, 2, 3].map(() => ReferralId.parse(randomUUID()));
    services[0].clock.advance(minute);
    return { wardIds, patientIds, referralIds };
  }

  async function latestStays(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, StayId>> {
    const stays = await rows<{ id: StayId; patient_id: PatientId }>(
      'select distinct on (patient_id) id, patient_id from stay where patient_id = any($1) order by patient_id, admitted_at desc',
      [patientIds],
    );
    return new Map(stays.map(({ id, patient_id }) => [patient_id, id]));
  }

  async function send(
    { kind, ...one }: BedCommand,
    {
      wardIds,
      patientIds,
      referralIds,
      latest,
      index,
    }: Awaited<ReturnType<typeof newWorld>> & {
      readonly latest: ReadonlyMap<PatientId, StayId>;
      readonly index: number;
    },
  ): Promise<number> {
    const caller = callers[index % callers.length];
    const patientId = patientIds[one.one ?? 0];
    const wardId = wardIds[one.ward ?? 0];
    const referralId = referralIds[one.referral ?? 0];
    if (caller === undefined || patientId === undefined || wardId === undefined || referralId === undefined)
      throw new Error('Expected a caller, a patient, a ward and a referral.');
    const now = services[0].clock.now().getTime();
    const reason = 'As the model has it';
    const over = one.over === 0 ? { overCapacityReason: reason } : {};
    const stayId = latest.get(patientId);
    const toStay = async (verb: string, body: object): Promise<number> =>
      stayId === undefined ? 404 : (await caller.post(`/v1/stays/${stayId}/${verb}`, body)).status;
    const bedsOf = services[index % 2 === 0 ? 0 : 1];
    switch (kind) {
      case 'admit':
        return (await caller.post('/v1/stays', { patientId, wardId, pathway: 'frailty', ...over })).status;
      case 'transfer':
        return toStay('transfer', { wardId, reason, ...over });
      case 'swap': {
        const other = latest.get(patientIds[one.other ?? 0] ?? patientId);
        if (other === undefined || stayId === undefined || other === stayId) return 404;
        return (await caller.post('/v1/stays/swap', { stayIds: [stayId, other], reason })).status;
      }
      case 'leave':
        return toStay('leave', { until: instant(now + 3 * minute), reason });
      case 'return':
        return toStay('return', {});
      case 'discharge':
        return toStay('discharge', {});
      case 'cancel':
        return toStay('cancel', { reason });
      case 'reinstate':
        return toStay('reinstate', { reason, ...over });
      case 'expect': {
        const date = instant(now + (one.days ?? 0) * 24 * 60 * minute).slice(0, 10);
        return stayId === undefined
          ? 404
          : (await caller.put(`/v1/stays/${stayId}/expected-discharge-date`, { date })).status;
      }
      case 'capacity': {
        const from = instant(now + (one.minutes ?? 0) * minute);
        return (await caller.put(`/v1/wards/${wardId}/capacity`, { beds: one.beds, from, reason })).status;
      }
      case 'close':
        return (await caller.post(`/v1/wards/${wardId}/closures`, { beds: one.beds, reason })).status;
      case 'open': {
        const { body } = await caller.get<{ items: readonly { id: string; ended: unknown }[] }>(
          `/v1/wards/${wardId}/closures`,
        );
        const closure = body.items.find(({ ended }) => ended === null);
        return closure === undefined
          ? 404
          : (await caller.post(`/v1/wards/${wardId}/closures/${closure.id}/end`, { reason })).status;
      }
      case 'reserve':
        return withinCommand(bedsOf, async (beds, running) => {
          await beds.lock(running, [wardId]);
          await beds.endReservation(running, referralId, 'moved');
          const until = instant(now + 60 * minute);
          await beds.reserve(running, { wardId, referralId, patientId, until });
        });
      case 'release':
        return withinCommand(bedsOf, async (beds, running) => {
          await beds.endReservation(running, referralId, 'released');
          await beds.endWaiting(running, referralId);
        });
      default:
        return withinCommand(bedsOf, (beds, running) =>
          beds.startWaiting(running, { wardId, referralId, urgency: 'urgent', acceptedAt: instant(now) }),
        );
    }
  }

  /** What referrals do to beds, without a referral. */
  async function withinCommand(
    service: RunningClinician,
    work: (beds: BedsService, running: Parameters<Parameters<CommandsService['execute']>[2]>[0]) => Promise<void>,
  ): Promise<number> {
    const beds = service.get(BedsService);
    try {
      await service.get(CommandsService).execute('model', { by: people }, (running) => work(beds, running));
      return 200;
    } catch (error) {
      // Two at once may make the same referral wait or reserve: in earnest its row is locked.
      if (error instanceof Error && /one_at_a_time|has no (free|open) bed/.test(error.message)) return 409;
      throw error;
    }
  }

  async function figuresOf(wardIds: readonly WardId[]): Promise<readonly Said[]> {
    const figures = await services[0].get(BedsService).figuresAt({ wardIds });
    return [...figures].map(([wardId, one]) => ({ at: one.at, wardId, figures: one }));
  }

  /** Beyond what is open there are but those who were given a bed for a reason, or who were there when beds went. */
  function expectNoneBeyondCapacity(before: readonly Said[], after: readonly Said[]): void {
    const excess = ({ occupied, reserved, open, overrides }: BedFigures): number =>
      occupied + reserved - open - overrides;
    for (const { wardId, figures } of after) {
      const was = before.find((one) => one.wardId === wardId)?.figures;
      if (was?.open !== figures.open) continue;
      expect(excess(figures)).toBeLessThanOrEqual(Math.max(0, excess(was)));
    }
  }

  async function expectOneState(patientIds: readonly PatientId[]): Promise<void> {
    const wrong = await rows(
      `select stay.id, stay.state, count(p) filter (where p.placed_until is null) as beds
       from stay left join placement p on p.stay_id = stay.id where stay.patient_id = any($1)
       group by stay.id, stay.state
       having count(p) filter (where p.placed_until is null) <> (stay.state in ('admitted', 'on-leave'))::int`,
      [patientIds],
    );
    expect(wrong).toEqual([]);
    const shared = await rows(
      `select ward_id, bed from placement where placed_until is null and patient_id = any($1)
       group by ward_id, bed having count(*) > 1
       union all
       select patient_id, count(*)::int from stay where state in ('admitted', 'on-leave') and patient_id = any($1)
       group by patient_id having count(*) > 1`,
      [patientIds],
    );
    expect(shared).toEqual([]);
  }

  /** The audit has every revision of a stay, and the newest is the stay. */
  async function expectReplay(patientIds: readonly PatientId[]): Promise<void> {
    const [caller] = callers;
    if (caller === undefined) throw new Error('Expected a caller.');
    const stays = await rows<{ id: StayId }>('select id from stay where patient_id = any($1)', [patientIds]);
    for (const { id } of stays) {
      const records = await services[0].get(AuditService).of({ kind: 'stay', id });
      expect(records.map(({ revision }) => revision)).toEqual(records.map((_record, index) => index + 1));
      const { body } = await caller.get<Stay>(`/v1/stays/${id}`);
      expect(records.at(-1)?.state).toEqual(body);
    }
  }

  async function expectAsSaid(said: readonly Said[]): Promise<void> {
    for (const { at, wardId, figures } of said) {
      const then = await services[1].get(BedsService).figuresAt({ at, asOf: at, wardIds: [wardId] });
      expect(then.get(wardId)).toEqual(figures);
    }
  }
});
