import { derivedId, instant, PatientId, ReferralId, StayId, WardId } from '#libs/contracts';
import {
  nextStep,
  pauseMs,
  type RegionReferral,
  type RegionState,
  type RegionStay,
  type RegionStep,
} from './next-step.ts';
import { livingWards } from './region.ts';

const minuteMs = 60_000;
const idOf = (kind: string, name: string | number): string => derivedId('test', `${kind} ${String(name)}`);

/** The region as the API would keep it, for so many steps. */
class RegionInMemory {
  readonly #patientIds = Array.from({ length: 48 }, (_, index) => PatientId.parse(idOf('patient', index)));
  readonly #wards = livingWards.map(({ ward, closure, usualPatients }) => ({
    usualPatients,
    id: WardId.parse(idOf('ward', ward.name)),
    pathways: ward.pathways ?? [],
    open: ward.beds - (closure?.beds ?? 0),
  }));
  #referrals: RegionReferral[] = [];
  #stays: RegionStay[] = [];
  readonly #kit = new Set<PatientId>();
  #count = 0;
  #referred = 0;

  get state(): RegionState {
    const wards = this.#wards.map((ward) => {
      const occupied = this.#stays.filter(({ wardId }) => wardId === ward.id).length;
      const reserved = this.#referrals.filter(({ wardId, state }) => wardId === ward.id && state === 'reserved').length;
      return { ...ward, occupied, free: Math.max(0, ward.open - occupied - reserved) };
    });
    const referrals = this.#referrals.map((referral) => ({ ...referral, waitingPosition: this.#positionOf(referral) }));
    const staying = new Set(this.#stays.map(({ patientId }) => patientId));
    const kitOutstanding = [...this.#kit].filter((id) => !staying.has(id));
    return { wards, referrals, stays: this.#stays, patientIds: this.#patientIds, kitOutstanding };
  }

  /** As the demo begins. */
  fill(): void {
    const people = this.#patientIds.values();
    for (const [index, { usualPatients }] of livingWards.entries()) {
      const ward = this.#wards[index];
      for (let number = 0; ward !== undefined && number < usualPatients; number += 1) {
        const patientId = people.next().value;
        if (patientId === undefined) return;
        this.take({ kind: 'refer', patientId, wardId: ward.id, pathway: ward.pathways[0] ?? '' }, true);
        const referral = this.#referrals.at(-1);
        if (referral !== undefined) this.take({ kind: 'accept', referral });
        const accepted = this.#referrals.at(-1);
        if (accepted?.state === 'reserved') this.take({ kind: 'admit', referral: accepted });
      }
    }
  }

  take(step: RegionStep, isFirst = false): void {
    this.#count += 1;
    const at = instant(Date.UTC(2026, 10, 28) + this.#count * 1000);
    switch (step.kind) {
      case 'refer':
        this.#referred += 1;
        this.#referrals.push({
          ...step,
          id: ReferralId.parse(idOf('referral', this.#count)),
          step: 'up',
          expectedDischargeDate: null,
          criteria: { 'safe-at-home': isFirst || this.#referred % 3 !== 2 },
          state: 'received',
          receivedAt: at,
          waitingPosition: null,
        });
        return;
      case 'triage':
        this.#become(step.referral, 'triaged');
        return;
      case 'accept':
      case 'reserve':
        this.#become(step.referral, this.#freeOn(step.referral.wardId) > 0 ? 'reserved' : 'waiting');
        return;
      case 'decline':
        this.#end(step.referral);
        return;
      case 'admit': {
        const { patientId, wardId, pathway } = step.referral;
        if (wardId === null) return;
        this.#end(step.referral);
        this.#kit.add(patientId);
        const id = StayId.parse(idOf('stay', this.#count));
        this.#stays.push({ id, patientId, wardId, pathway, state: 'admitted', admittedAt: at });
        return;
      }
      case 'recover-kit':
        this.#kit.delete(step.patientId);
        return;
      case 'discharge':
        this.#stays = this.#stays.filter(({ id }) => id !== step.stay.id);
        return;
      case 'transfer':
        this.#change(step.stay, { wardId: step.wardId });
        return;
      case 'leave':
        this.#change(step.stay, { state: 'on-leave' });
        return;
      case 'return':
        this.#change(step.stay, { state: 'admitted' });
    }
  }

  #become({ id }: RegionReferral, state: RegionReferral['state']): void {
    this.#referrals = this.#referrals.map((each) => (each.id === id ? { ...each, state } : each));
  }

  #end({ id }: RegionReferral): void {
    this.#referrals = this.#referrals.filter((each) => each.id !== id);
  }

  #change({ id }: RegionStay, change: Partial<RegionStay>): void {
    this.#stays = this.#stays.map((each) => (each.id === id ? { ...each, ...change } : each));
  }

  #freeOn(wardId: WardId | null): number {
    return this.state.wards.find(({ id }) => id === wardId)?.free ?? 0;
  }

  #positionOf({ id, wardId, state }: RegionReferral): number | null {
    if (state !== 'waiting') return null;
    return (
      1 +
      this.#referrals
        .filter((each) => each.wardId === wardId && each.state === 'waiting')
        .findIndex((each) => each.id === id)
    );
  }
}

/** The steps of so long a time, with the region as it is after each. */
function lived(forMs: number): readonly { readonly step: RegionStep | undefined; readonly after: RegionState }[] {
  const region = new RegionInMemory();
  region.fill();
  const steps = [];
  for (let [at, turn] = [0, 0]; at < forMs; at += pauseMs(at), turn += 1) {
    const step = nextStep(region.state, turn);
    if (step !== undefined) region.take(step);
    steps.push({ step, after: region.state });
  }
  return steps;
}

describe('The demo’s region', () => {
  it('begins with a full ward whose list has patients, and a ward with closed beds', () => {
    const region = new RegionInMemory();
    region.fill();
    const { wards, referrals } = region.state;
    expect(wards.map(({ open, occupied }) => [occupied, open])).toEqual([
      [6, 8],
      [6, 6],
      [6, 10],
    ]);
    expect(referrals.filter(({ state }) => state === 'waiting')).toHaveLength(2);
  });

  it('lets a newcomer see every kind of step within a minute', () => {
    const kinds = new Set(lived(minuteMs).map(({ step }) => step?.kind));
    const all = [
      'refer',
      'triage',
      'accept',
      'decline',
      'reserve',
      'admit',
      'leave',
      'return',
      'transfer',
      'discharge',
    ];
    expect([...kinds]).toEqual(expect.arrayContaining([...all, 'recover-kit']));
  });

  it('goes on for a day without a list that grows or a ward that empties', () => {
    for (const { step, after } of lived(24 * 60 * minuteMs)) {
      expect(step).toBeDefined();
      expect(after.referrals.length).toBeLessThanOrEqual(16);
      // Harbour: full but for the steps between a discharge and the next admission.
      expect(after.wards[1]?.occupied).toBeGreaterThanOrEqual(5);
      for (const { occupied, open } of after.wards) {
        expect(occupied).toBeLessThanOrEqual(open);
        expect(occupied).toBeGreaterThanOrEqual(2);
      }
      const patients = after.stays.map(({ patientId }) => patientId);
      expect(new Set(patients).size).toBe(patients.length);
    }
  });

  it('slows down once it has been seen', () => {
    const steps = lived(24 * 60 * minuteMs).length;
    expect(steps).toBeGreaterThan(250);
    expect(steps).toBeLessThan(450);
  });
});
