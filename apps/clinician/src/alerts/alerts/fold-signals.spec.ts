import { type Tier, tiers } from '#libs/clinical';
import {
  type AlertId,
  alertId,
  type Condition,
  conditionOf,
  homewardItself,
  type Instant,
  instant,
  PatientId,
  type Score,
  type Signal,
  signalId,
  StayId,
  WardId,
} from '#libs/contracts';
import { aScore } from '#libs/fixtures';
import fc from 'fast-check';
import type { AlertRecord, RetractedEvidence } from './alert-decision.ts';
import type { AlertChange } from './alert-event.ts';
import { foldAgain, foldSignals, type Known, relapsesToLookFor } from './fold-signals.ts';
import { isHigher, type SignalRecord } from './rise.ts';

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

/** An alert and its signals, as they were before an answer. */
interface Undoing {
  readonly before: AlertRecord;
  readonly known: readonly SignalRecord[];
}

const noon = new Date(Date.UTC(2026, 10, 22, 12));

/** The id of the next alert of the condition, once it has been resolved. */
const nextOf = ({ stayId, condition }: AlertRecord, { resolvedAt }: AlertRecord): AlertId | undefined =>
  resolvedAt === null ? undefined : alertId(stayId, condition, resolvedAt);

/** Only what the answer itself answered or closed is taken back. */
const takenBackOf = (
  { answered, closed }: SignalRecord,
  before: Pick<SignalRecord, 'answered' | 'closed'> | undefined,
): Pick<SignalRecord, 'answered' | 'closed'> =>
  before === undefined
    ? { answered, closed }
    : { answered: answered && before.answered, closed: closed && before.closed };

/** What the clinician service keeps, without a database. */
class Clinician {
  readonly #signals = new Map<string, SignalRecord>();
  readonly #alerts = new Map<string, AlertRecord>();
  readonly decisions: string[] = [];
  /** Every version of every alert, in order. */
  readonly versions: AlertRecord[] = [];

  get signals(): readonly SignalRecord[] {
    return [...this.#signals.values()];
  }

  /** What a person retracted last. */
  retraction: RetractedEvidence | undefined;

  takeIn(signals: readonly Signal[]): readonly AlertChange[] {
    const folded = foldSignals(signals, this.#known());
    this.#keep(folded.signals);
    for (const { after } of folded.changes) this.#alerts.set(after.id, after);
    this.versions.push(...folded.changes.map(({ after }) => after));
    this.decisions.push(...folded.decided.map(({ decision: { change, because } }) => `${change}: ${because}`));
    return folded.changes;
  }

  /** A person answers every open alert. */
  answer(answer: 'acknowledged' | 'resolved'): readonly Undoing[] {
    const open = [...this.#alerts.values()].filter(({ state }) => state !== 'resolved');
    return open.map((before) => {
      const known = this.signals.filter(({ condition }) => condition === before.condition);
      const isClosed = answer === 'resolved';
      this.#keep(known.map((signal) => ({ ...signal, answered: true, closed: signal.closed || isClosed })));
      const at = instant(noon);
      const resolved = { resolvedAt: at, resolvedBy: homewardItself };
      const acknowledged = { acknowledgedAt: at, acknowledgedBy: homewardItself, answered: true };
      const given = isClosed ? resolved : acknowledged;
      this.#alerts.set(before.id, { ...before, ...given, state: answer, undoableUntil: at });
      return { before, known };
    });
  }

  /** @returns whether it could be taken back. */
  undo({ before, known }: Undoing): boolean {
    const answered = this.#alerts.get(before.id);
    const alerts = [...this.#alerts.values()];
    if (answered === undefined || answered.undoableUntil === null) return false;
    if (alerts.some(({ id }) => id === nextOf(before, answered))) return false;
    const flags = new Map(
      known.map(({ at, answered: wasAnswered, closed }) => [at, { answered: wasAnswered, closed }]),
    );
    const now = this.signals.filter(({ condition }) => condition === before.condition);
    this.#keep(now.map((signal) => ({ ...signal, ...takenBackOf(signal, flags.get(signal.at)) })));
    this.#alerts.set(before.id, before);
    for (const { after } of foldAgain(before, this.#known())) this.#alerts.set(after.id, after);
    return true;
  }

  #known(): Known {
    const alerts = [...this.#alerts.values()];
    return {
      openStays: new Map([[patientId, stay]]),
      signals: this.signals,
      openAlerts: alerts.filter(({ state }) => state !== 'resolved'),
      closedAlerts: alerts.filter(({ state }) => state === 'resolved'),
      lowRiskAt: new Map(),
      retractions: new Map(this.retraction === undefined ? [] : [[patientId, this.retraction]]),
      now: noon,
      clearingOf: () => ({ atMost: 'low', forMinutes: 60 }),
      wordsOf: ({ reason }) => reason,
    };
  }

  #keep(signals: readonly SignalRecord[]): void {
    for (const signal of signals) this.#signals.set(`${signal.condition} ${signal.at}`, signal);
  }

  /** Of what is open all that does not say when it became known. */
  open(): readonly { readonly condition: Condition }[] {
    return [...this.#alerts.values()]
      .filter(({ state }) => state !== 'resolved')
      .map(({ id, condition, state, tier, currentTier, reason, scoreId, instruction, answered }) => {
        return { id, condition, state, tier, currentTier, reason, scoreId, instruction, answered };
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
  const revisions = all.flatMap((history) => history.map((said, index) => ({ said, revision: index + 1 })));
  return fc
    .tuple(
      fc.shuffledSubarray(revisions, { minLength: revisions.length }),
      fc.array(fc.nat({ max: Math.max(0, revisions.length - 1) }), { maxLength: revisions.length === 0 ? 0 : 6 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }),
    )
    .map(([order, repeats, sizes]) => {
      const signals = [...order, ...repeats.map((index) => revisions[index] ?? revisions[0])].flatMap((one, index) =>
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

const taken = (batches: readonly (readonly Signal[])[]): Clinician => {
  const clinician = new Clinician();
  for (const batch of batches) clinician.takeIn(batch);
  return clinician;
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

  it('makes no history of what people were notified of, unless it was withdrawn', () => {
    fc.assert(
      fc.property(
        histories.chain((all) => deliveriesOf(all)),
        (batches) => {
          const before = new Map<string, AlertRecord>();
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

  it.each(['acknowledged', 'resolved'] as const)(
    'leaves what no answer would have left where what was %s is taken back, whatever came in between',
    (answer) => {
      let undone = 0;
      fc.assert(
        fc.property(
          histories.chain((all) => deliveriesOf(all)),
          fc.nat({ max: 10 }),
          (batches, answeredAfter) => {
            const clinician = taken(batches.slice(0, answeredAfter));
            const answers = clinician.answer(answer);
            for (const batch of batches.slice(answeredAfter)) clinician.takeIn(batch);
            const takenBack = new Set(
              answers.filter((one) => clinician.undo(one)).map(({ before }) => before.condition),
            );
            undone += takenBack.size;
            const ofThese = (all: readonly { readonly condition: Condition }[]) =>
              all.filter(({ condition }) => takenBack.has(condition));
            expect(ofThese(clinician.open())).toEqual(ofThese(taken(batches).open()));
          },
        ),
        { numRuns: 500 },
      );
      expect(undone).toBeGreaterThan(0);
    },
  );

  it('changes nothing when a batch comes again', () => {
    fc.assert(
      fc.property(
        histories.chain((all) => deliveriesOf(all)),
        (batches) => {
          const clinician = taken(batches);
          const before = clinician.open();
          const lines = clinician.decisions.length;
          for (const batch of batches) clinician.takeIn(batch);
          expect(clinician.open()).toEqual(before);
          const again = clinician.decisions.slice(lines);
          expect(again).toHaveLength(batches.flat().length);
          expect(again.filter((line) => !/^nothing: (?:repeated|superseded)$/.test(line))).toEqual([]);
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

  it('withdraws nothing in between when a correction moves a rise', () => {
    const clinician = new Clinician();
    clinician.takeIn([signalOf(rise, 1, minute(5))]);
    clinician.takeIn([
      signalOf({ ...rise, withdrawn: true }, 2, minute(20)),
      signalOf({ ...rise, minutes: 8 }, 1, minute(20)),
    ]);
    expect(clinician.decisions).toEqual(['raise: tier-reached', 'correct: corrected', 'correct: corrected']);
    expect(clinician.open()).toMatchObject([{ tier: 'high', reason: 'high at 8 (1)' }]);
  });

  it('withdraws what a correction leaves without a rise, and raises the same alert again', () => {
    const clinician = new Clinician();
    clinician.takeIn([signalOf(rise, 1, minute(5))]);
    const [raised] = clinician.open();
    clinician.takeIn([signalOf({ ...rise, withdrawn: true }, 2, minute(20))]);
    expect(clinician.open()).toEqual([]);
    clinician.takeIn([signalOf({ ...rise, minutes: 30 }, 1, minute(30))]);
    expect(clinician.open()).toEqual([{ ...raised, reason: 'high at 30 (1)' }]);
    expect(clinician.decisions).toEqual(['raise: tier-reached', 'withdraw: no-rise-left', 'raise: risen-again']);
  });

  it('leaves what a person’s retraction took away to people, by the name of that person, however often it is said', () => {
    const clinician = new Clinician();
    clinician.takeIn([signalOf(rise, 1, minute(5))]);
    clinician.retraction = { by: { id: 'h1', name: 'Hanna' }, reason: 'Not her probe', at: minute(15) };
    const [change] = clinician.takeIn([signalOf({ ...rise, withdrawn: true }, 2, minute(20))]);
    expect(change).toMatchObject({
      after: { state: 'raised', currentTier: 'low', clearedAt: instant(noon), resolvedAt: null },
      by: { id: 'h1', name: 'Hanna' },
      text: 'To be reviewed, since Hanna retracted a reading: Not her probe.',
      facts: { kind: 'cleared', because: 'retracted', retractedBy: { id: 'h1', name: 'Hanna' } },
    });
    clinician.takeIn([signalOf({ ...rise, withdrawn: true }, 3, minute(21))]);
    expect(clinician.open()).toHaveLength(1);
    clinician.takeIn([signalOf({ ...rise, minutes: 30 }, 1, minute(30))]);
    expect(clinician.decisions.at(-1)).toBe('worsen: relapse');
  });

  it('withdraws what was corrected after a retraction that is older than the rise', () => {
    const clinician = new Clinician();
    clinician.retraction = { by: { id: 'h1', name: 'Hanna' }, reason: 'Not her probe', at: minute(0) };
    clinician.takeIn([signalOf(rise, 1, minute(9))]);
    clinician.takeIn([signalOf({ ...rise, withdrawn: true }, 2, minute(20))]);
    expect(clinician.open()).toEqual([]);
  });

  it('has one decision for each signal, with what was decided about all that became known with it', () => {
    const clinician = new Clinician();
    clinician.takeIn([
      signalOf(rise, 1, minute(5)),
      signalOf({ ...rise, minutes: 6, from: 'high', to: 'medium' }, 1, minute(6)),
      signalOf(rise, 1, minute(5)),
    ]);
    expect(clinician.decisions).toEqual(['raise: tier-reached', 'follow: improved', 'nothing: repeated']);
  });

  describe('gives for a response', () => {
    const respondsWithin = (over: Partial<Signal>): number => {
      const clinician = new Clinician();
      clinician.takeIn([{ ...signalOf(rise, 1, minute(5)), ...over }]);
      const [alert] = clinician.versions;
      return (Date.parse(alert?.responseDueAt ?? '') - Date.parse(alert?.raisedAt ?? '')) / 60_000;
    };
    const scored = (over: Partial<Score>): Score =>
      aScore(patientId, new Date(minute(5)), { tier: 'high', highestTier: 'high', ...over });

    it.each<[claim: string, signal: Partial<Signal>, minutes: number]>([
      ['what the chart of the site says of the score', { score: scored({ responseWithinMinutes: 15 }) }, 15],
      [
        'what the pathway says, before the chart',
        { respondWithinMinutes: 240, score: scored({ responseWithinMinutes: 15 }) },
        240,
      ],
      ['the time of the tier, where the chart says none', { score: scored({ responseWithinMinutes: null }) }, 30],
      ['the time of the tier, where no score belongs to the condition', { score: null }, 30],
      [
        'the time of the tier, where a ceiling of care holds the alert below the score',
        { tier: 'medium', score: scored({ responseWithinMinutes: 15 }) },
        60,
      ],
    ])('%s', (_claim, signal, minutes) => {
      expect(respondsWithin(signal)).toBe(minutes);
    });
  });

  it('calls people for another call for help, though the one before has been acknowledged and the tier is the same', () => {
    const call = { ...rise, condition: conditionOf('event', 'call-for-help') };
    const clinician = new Clinician();
    clinician.takeIn([signalOf(call, 1, minute(5))]);
    const [alert] = clinician.versions;
    const again = signalOf({ ...call, minutes: 20 }, 1, minute(20));
    if (alert === undefined) throw new Error('Nothing was raised.');
    const acknowledged = { ...alert, state: 'acknowledged' as const, answered: true };
    const { changes } = foldSignals([again], {
      ...{
        openStays: new Map([[patientId, stay]]),
        closedAlerts: [],
        retractions: new Map(),
        lowRiskAt: new Map(),
        now: new Date(minute(20)),
      },
      signals: clinician.signals.map((signal) => ({ ...signal, answered: true })),
      openAlerts: [acknowledged],
      clearingOf: () => ({ atMost: 'low', forMinutes: 60 }),
      wordsOf: ({ reason }) => reason,
    });
    expect(changes.map(({ after }) => [after.state, after.worsenedAt])).toEqual([['raised', minute(20)]]);
  });

  it('audits which signals made the change, and why', () => {
    const clinician = new Clinician();
    const signal = signalOf(rise, 1, minute(5));
    expect(clinician.takeIn([signal])).toMatchObject([
      {
        before: undefined,
        after: { tier: 'high', revision: 1 },
        text: 'Raised as high: high at 5 (1).',
        facts: { kind: 'raised', because: 'tier-reached', signals: [{ id: signal.id, revision: 1 }] },
      },
    ]);
  });

  it('looks for readings at low risk only where an acknowledged alert about the score may see a relapse', () => {
    const clinician = new Clinician();
    clinician.takeIn([signalOf(rise, 1, minute(5)), signalOf({ ...rise, minutes: 9 }, 1, minute(9))]);
    const [first, second] = clinician.signals;
    const [alert] = clinician.versions;
    if (first === undefined || second === undefined || alert === undefined) throw new Error('Nothing was folded.');
    const signals = [{ ...first, answered: true }, second];
    expect(relapsesToLookFor({ openAlerts: [{ ...alert, state: 'acknowledged' }], signals })).toEqual([
      { patientId, after: first.at },
    ]);
    expect(relapsesToLookFor({ openAlerts: [alert], signals })).toEqual([]);
    expect(
      relapsesToLookFor({ openAlerts: [{ ...alert, state: 'acknowledged', conditionKind: 'silence' }], signals }),
    ).toEqual([]);
  });
});
