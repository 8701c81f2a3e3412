import {
  instant,
  PatientId,
  type PersonReference,
  ReferralId,
  type ReferralState,
  referralStates,
  StayId,
  WardId,
} from '#libs/contracts';
import fc from 'fast-check';
import { applyReferralChange, expectedStates, type ReferralChange } from './referral-change.ts';
import { ReferralStateError } from './referral-errors.ts';
import { listOrderOf, receivedReferral, type ReferralRecord, waitingOrderOf } from './referral-record.ts';

const uuid = (digit: number): string => `3f333df6-90a4-4fda-8dd3-9485d27cee0${String(digit)}`;
const id = ReferralId.parse(uuid(1));
const patientId = PatientId.parse(uuid(2));
const wardId = WardId.parse(uuid(3));
const stayId = StayId.parse(uuid(4));
const by: PersonReference = { id: 'carys', name: 'Carys Lloyd' };
const minute = (n: number) => instant(Date.UTC(2026, 10, 28, 9, n));

const received = receivedReferral(
  id,
  {
    patientId,
    pathway: 'frailty',
    wardId,
    source: 'general-practice',
    step: 'up',
    urgency: 'urgent',
    reason: 'Weaker',
  },
  { by, at: minute(0) },
);
const triage: ReferralChange = { kind: 'triage', found: { urgency: 'routine', note: 'Seen at home' } };
const acceptance = { kind: 'accept', wardId, wardName: 'North', despite: null } as const;
const waits: ReferralChange = { ...acceptance, bed: { bed: 'waits-for-one', because: 'North is full.' } };
const reserved: ReferralChange = { ...acceptance, bed: { bed: 'reserved', until: minute(40) } };
const changes: readonly ReferralChange[] = [
  triage,
  waits,
  reserved,
  { kind: 'reserve', until: minute(50), wardName: 'North', reason: null },
  { kind: 'release', reason: 'In hospital again' },
  { kind: 'lapse' },
  { kind: 'decline', reason: 'Not suitable' },
  { kind: 'withdraw', reason: 'Better' },
  { kind: 'admit', stayId },
  { kind: 'return', reason: 'Wrong patient' },
];
const change = (before: ReferralRecord, step: ReferralChange, at = minute(1)): ReferralRecord =>
  applyReferralChange(before, step, { by, at }).after;

const inState: Readonly<Record<ReferralState, ReferralRecord>> = {
  received,
  triaged: change(received, triage),
  waiting: change(received, waits),
  reserved: change(received, reserved),
  admitted: change(change(received, reserved), { kind: 'admit', stayId }),
  declined: change(received, { kind: 'decline', reason: 'Not suitable' }),
  withdrawn: change(received, { kind: 'withdraw', reason: 'Better' }),
};

/** After each step from each state in which it can be taken. */
const outcomes: readonly (readonly [ReferralState, ReferralChange['kind'], ReferralState])[] = [
  ['received', 'triage', 'triaged'],
  ['triaged', 'triage', 'triaged'],
  ['waiting', 'triage', 'waiting'],
  ['received', 'accept', 'waiting'],
  ['triaged', 'accept', 'waiting'],
  ['waiting', 'reserve', 'reserved'],
  ['reserved', 'release', 'waiting'],
  ['reserved', 'lapse', 'waiting'],
  ['received', 'decline', 'declined'],
  ['triaged', 'decline', 'declined'],
  ['received', 'withdraw', 'withdrawn'],
  ['triaged', 'withdraw', 'withdrawn'],
  ['waiting', 'withdraw', 'withdrawn'],
  ['reserved', 'withdraw', 'withdrawn'],
  ['waiting', 'admit', 'admitted'],
  ['reserved', 'admit', 'admitted'],
  ['admitted', 'return', 'waiting'],
];
const stepOf = (kind: ReferralChange['kind']): ReferralChange => {
  const step = changes.find((one) => one.kind === kind);
  if (step === undefined) throw new Error(`No step ${kind}.`);
  return step;
};

describe('A referral', () => {
  it.each(outcomes)('that is %s can %s, and is then %s', (from, kind, to) => {
    expect(change(inState[from], stepOf(kind)).state).toBe(to);
  });

  const refused = referralStates.flatMap((state) =>
    changes
      .filter(({ kind }) => !outcomes.some(([from, step]) => from === state && step === kind))
      .map((step) => [state, step.kind, step] as const),
  );
  it.each(refused)('that is %s cannot %s, and it is said what was expected', (state, kind, step) => {
    const attempt = (): unknown => change(inState[state], step);
    expect(attempt).toThrow(ReferralStateError);
    expect(attempt).toThrow(`found it ${state}, expected ${expectedStates[kind].join(' or ')}`);
  });

  it.each<[string, ReferralRecord, ReferralChange, string]>([
    ['accepted to a bed', received, reserved, 'Accepted, with a bed reserved on North.'],
    ['accepted to wait', received, waits, 'Accepted, and waits: North is full.'],
    [
      'accepted despite a criterion',
      received,
      { ...reserved, despite: { criteria: ['plan-known'], reason: 'Known tomorrow' } },
      'Accepted, with a bed reserved on North. Although not every criterion is met: Known tomorrow',
    ],
    ['lapsed', inState.reserved, { kind: 'lapse' }, 'The reservation lapsed: it waits again.'],
    ['given back', inState.reserved, stepOf('release'), 'The reserved bed was given back: In hospital again'],
  ])('%s says so', (_claim, before, step, text) => {
    expect(applyReferralChange(before, step, { by, at: minute(2) }).text).toBe(text);
  });

  it('keeps what a triage leaves out, and joins the answers to criteria', () => {
    const once = change(received, {
      kind: 'triage',
      found: { criteria: { 'plan-known': false, 'safe-at-home': true } },
    });
    const twice = change(once, { kind: 'triage', found: { criteria: { 'plan-known': true }, consent: true } });
    expect(twice).toMatchObject({
      urgency: 'urgent',
      consent: true,
      criteria: { 'plan-known': true, 'safe-at-home': true },
      triage: { at: minute(1), by, note: null },
    });
  });

  it('that waits has to be accepted anew for another pathway, with the answers that it asks for, too', () => {
    const waiting = change({ ...received, criteria: { 'plan-known': true, 'lives-with-frailty': true } }, waits);
    const moved = change(waiting, { kind: 'triage', found: { pathway: 'heart-failure' } });
    expect(moved).toMatchObject({ state: 'triaged', acceptedAt: null, criteria: { 'plan-known': true } });
    expect(moved.criteria).not.toHaveProperty('lives-with-frailty');
  });

  it('waits again where it waited before, whatever came in between', () => {
    const waiting = inState.waiting;
    const later = changes.filter(({ kind }) => ['reserve', 'release', 'lapse', 'admit', 'return'].includes(kind));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...later), { maxLength: 12 }), (steps) => {
        let referral = waiting;
        for (const [index, step] of steps.entries()) {
          if (!expectedStates[step.kind].includes(referral.state)) continue;
          referral = change(referral, step, minute(2 + index));
          if (referral.state === 'waiting') expect(listOrderOf(referral)).toEqual(listOrderOf(waiting));
        }
      }),
    );
  });

  it('has, whatever is done with it, a bed only while reserved, a stay only when admitted, and one revision a step', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...changes), { maxLength: 20 }), (steps) => {
        let referral = received;
        let taken = 0;
        for (const [index, step] of steps.entries()) {
          if (!expectedStates[step.kind].includes(referral.state)) continue;
          referral = change(referral, step, minute(index));
          taken += 1;
        }
        expect(referral.revision).toBe(1 + taken);
        expect(referral.reservedUntil !== null).toBe(referral.state === 'reserved');
        expect(referral.stayId !== null).toBe(referral.state === 'admitted');
        if (['waiting', 'reserved', 'admitted'].includes(referral.state)) expect(referral.acceptedAt).not.toBeNull();
      }),
    );
  });
});

describe('The list of referrals', () => {
  const order = (one: ReferralRecord) => {
    const { rank, milliseconds } = listOrderOf(one);
    return [rank, milliseconds];
  };
  const waiting = (urgency: ReferralRecord['urgency'], acceptedAt: ReferralRecord['receivedAt']): ReferralRecord => ({
    ...inState.waiting,
    urgency,
    acceptedAt,
  });

  it('begins with those that wait, the most urgent and then the earliest accepted, and ends with the oldest others', () => {
    const sorted = [
      waiting('emergency', minute(30)),
      waiting('urgent', minute(10)),
      waiting('urgent', minute(11)),
      waiting('routine', minute(1)),
      { ...received, receivedAt: minute(9) },
      { ...inState.declined, receivedAt: minute(8) },
    ];
    const byOrder = sorted.toReversed().toSorted((one, other) => {
      const [[rank = 0, at = 0], [otherRank = 0, otherAt = 0]] = [order(one), order(other)];
      return rank - otherRank || at - otherAt;
    });
    expect(byOrder).toEqual(sorted);
  });

  it('has a referral where it would wait', () => {
    expect(listOrderOf(waiting('urgent', minute(7)))).toEqual(waitingOrderOf('urgent', minute(7)));
  });
});
