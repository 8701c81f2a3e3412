import { type Tier, tiers } from '#libs/clinical';
import {
  type Condition,
  conditionOf,
  type Instant,
  instant,
  PatientId,
  type Signal,
  signalId,
  StayId,
  WardId,
} from '#libs/contracts';
import fc from 'fast-check';
import type { KeptAlert } from './alert-decision.ts';
import { isHigher } from './climb.ts';
import { foldSignals, type KeptSignal } from './fold-signals.ts';

const patientId = PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c');
const stay = {
  id: StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  wardId: WardId.parse('0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f'),
};
const minute = (minutes: number): Instant => instant(Date.UTC(2026, 10, 22, 8, minutes));

interface Said {
  readonly condition: Condition;
  readonly minutes: number;
  readonly from: Tier;
  readonly to: Tier;
  readonly late: boolean;
  readonly because: Signal['because'];
  readonly withdrawn: boolean;
}

const signalOf = (said: Said, revision: number, receivedAt: Instant): Signal => ({
  id: signalId(stay.id, said.condition, minute(said.minutes)),
  revision,
  kind: said.withdrawn ? 'withdrawn' : isHigher(said.to, said.from) ? 'tier-reached' : 'tier-left',
  patientId,
  stayId: stay.id,
  condition: said.condition,
  tier: said.to,
  previousTier: said.from,
  at: minute(said.minutes),
  because: said.because,
  late: said.late,
  reason: `${said.to} at ${String(said.minutes)} (${String(revision)})`,
  instruction: null,
  respondWithinMinutes: null,
  score: null,
  receivedAt,
});

/** What the clinician service keeps, without a database. */
class Kept {
  readonly #signals = new Map<string, KeptSignal>();
  readonly #alerts = new Map<string, KeptAlert>();
  readonly ledger: string[] = [];
  /** Every version of every alert, in order. */
  readonly versions: KeptAlert[] = [];

  takeIn(signals: readonly Signal[]): void {
    const alerts = [...this.#alerts.values()];
    const folded = foldSignals(signals, {
      openStays: new Map([[patientId, stay]]),
      signals: [...this.#signals.values()],
      openAlerts: alerts.filter(({ state }) => state !== 'resolved'),
      closedAlerts: alerts.filter(({ state }) => state === 'resolved'),
      shownLow: new Map(),
      now: new Date(Date.UTC(2026, 10, 22, 12)),
      wordsOf: ({ reason }) => reason,
    });
    for (const signal of folded.signals) this.#signals.set(`${signal.condition} ${signal.at}`, signal);
    for (const alert of folded.alerts) this.#alerts.set(alert.id, alert);
    this.versions.push(...folded.alerts);
    this.ledger.push(...folded.decided.map(({ change, because }) => `${change}: ${because}`));
  }

  /** Of what is open all that does not say when it became known. */
  open(): readonly object[] {
    return [...this.#alerts.values()]
      .filter(({ state }) => state !== 'resolved')
      .map(({ id, condition, state, tier, currentTier, reason, scoreId, instruction, acted }) => {
        return { id, condition, state, tier, currentTier, reason, scoreId, instruction, acted };
      })
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }
}

const conditions = [conditionOf('score'), conditionOf('threshold', 'glucose-low'), conditionOf('silence')];
const aTier = fc.constantFrom(...tiers);
const saidOf = (condition: Condition, minutes: number) =>
  fc
    .record({
      condition: fc.constant(condition),
      minutes: fc.constant(minutes),
      from: aTier,
      to: aTier,
      late: fc.boolean(),
      because: fc.constantFrom<Signal['because']>('reading', 'aged-out', 'plan-change'),
      withdrawn: fc.boolean(),
    })
    .filter(({ from, to }) => from !== to);

/** All revisions of one signal; the last one stands. */
const aHistory = fc
  .tuple(fc.constantFrom(...conditions), fc.integer({ min: 0, max: 12 }))
  .chain(([condition, minutes]) => fc.array(saidOf(condition, minutes), { minLength: 1, maxLength: 3 }));
const histories = fc.uniqueArray(aHistory, {
  maxLength: 12,
  selector: ([first]) => `${first?.condition ?? ''} ${String(first?.minutes)}`,
});

/** Every revision at least once, some more often, in any order and in batches of any size. */
const deliveriesOf = (all: readonly (readonly Said[])[]) => {
  const told = all.flatMap((history) => history.map((said, index) => ({ said, revision: index + 1 })));
  return fc
    .tuple(
      fc.shuffledSubarray(told, { minLength: told.length }),
      fc.array(fc.nat({ max: Math.max(0, told.length - 1) }), { maxLength: told.length === 0 ? 0 : 6 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }),
    )
    .map(([order, repeats, sizes]) => {
      const signals = [...order, ...repeats.map((index) => told[index] ?? told[0])].flatMap((one, index) =>
        one === undefined ? [] : [signalOf(one.said, one.revision, minute(100 + (sizes[index % sizes.length] ?? 0)))],
      );
      const batches: Signal[][] = [];
      for (let start = 0, index = 0; start < signals.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        batches.push(signals.slice(start, start + size));
        start += size;
      }
      return batches;
    });
};

const taken = (batches: readonly (readonly Signal[])[]): Kept => {
  const kept = new Kept();
  for (const batch of batches) kept.takeIn(batch);
  return kept;
};

describe('Folding signals', () => {
  it('ends in the same open alerts whatever the order, with repeats, stale revisions and withdrawals in between', () => {
    fc.assert(
      fc.property(
        histories.chain((all) => fc.tuple(fc.constant(all), deliveriesOf(all))),
        ([all, batches]) => {
          const inOrder = all.flatMap((history) => {
            const last = history.at(-1);
            return last === undefined ? [] : [signalOf(last, history.length, minute(100))];
          });
          inOrder.sort((one, other) => (one.at < other.at ? -1 : 1));
          expect(taken(batches).open()).toEqual(taken(inOrder.map((signal) => [signal])).open());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('makes no history of what people were called for, unless it was taken back', () => {
    fc.assert(
      fc.property(
        histories.chain((all) => deliveriesOf(all)),
        (batches) => {
          const before = new Map<string, KeptAlert>();
          for (const alert of taken(batches).versions) {
            const earlier = before.get(alert.id);
            if (earlier?.state === 'raised' && !earlier.late) expect(alert.late).toBe(false);
            before.set(alert.id, alert);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('changes nothing when a batch comes again', () => {
    fc.assert(
      fc.property(
        histories.chain((all) => deliveriesOf(all)),
        (batches) => {
          const kept = taken(batches);
          const before = kept.open();
          const lines = kept.ledger.length;
          for (const batch of batches) kept.takeIn(batch);
          expect(kept.open()).toEqual(before);
          expect(new Set(kept.ledger.slice(lines))).toEqual(
            batches.length === 0 ? new Set() : new Set(['nothing: superseded']),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  const rise: Said = {
    condition: conditionOf('score'),
    minutes: 5,
    from: 'low',
    to: 'high',
    late: false,
    because: 'reading',
    withdrawn: false,
  };

  it('takes nothing back for an instant when a correction moves a rise', () => {
    const kept = new Kept();
    kept.takeIn([signalOf(rise, 1, minute(5))]);
    kept.takeIn([
      signalOf({ ...rise, withdrawn: true }, 2, minute(20)),
      signalOf({ ...rise, minutes: 8 }, 1, minute(20)),
    ]);
    expect(kept.ledger).toEqual(['raise: tier-reached', 'correct: corrected', 'correct: corrected']);
    expect(kept.open()).toMatchObject([{ tier: 'high', reason: 'high at 8 (1)' }]);
  });

  it('takes back what a correction leaves without a rise, and brings the same alert back to life', () => {
    const kept = new Kept();
    kept.takeIn([signalOf(rise, 1, minute(5))]);
    const [raised] = kept.open();
    kept.takeIn([signalOf({ ...rise, withdrawn: true }, 2, minute(20))]);
    expect(kept.open()).toEqual([]);
    kept.takeIn([signalOf({ ...rise, minutes: 30 }, 1, minute(30))]);
    expect(kept.open()).toEqual([{ ...raised, reason: 'high at 30 (1)' }]);
    expect(kept.ledger).toEqual(['raise: tier-reached', 'withdraw: no-rise-left', 'raise: risen-again']);
  });

  it('has one line for each signal, with what was decided about all that became known with it', () => {
    const kept = new Kept();
    kept.takeIn([
      signalOf(rise, 1, minute(5)),
      signalOf({ ...rise, minutes: 6, from: 'high', to: 'medium' }, 1, minute(6)),
      signalOf(rise, 1, minute(5)),
    ]);
    expect(kept.ledger).toEqual(['raise: tier-reached', 'follow: improved', 'nothing: superseded']);
  });
});
