import type { Referral, Stay, WardId } from '#libs/contracts';
import { type StayFormId } from '../../../components/stays/stay-changes.ts';

/** What is being dragged. */
export type Dragged =
  | { readonly kind: 'stay'; readonly stay: Pick<Stay, 'id' | 'wardId'> }
  | { readonly kind: 'referral'; readonly referral: Referral };

/** What it can be dropped on. */
export type DropTarget =
  | { readonly kind: 'patient'; readonly stay: Pick<Stay, 'id'> }
  | { readonly kind: 'beds' }
  | { readonly kind: 'ward'; readonly wardId: WardId };

/** The form in which a drop ends: nothing is done before it is filled in. */
export type DropOutcome =
  { readonly kind: 'stay-form'; readonly form: StayFormId } | { readonly kind: 'admit'; readonly referral: Referral };

/** Null where it cannot be dropped there: a patient has a bed already, and one who waits has none to swap. */
export function outcomeOf(dragged: Dragged, target: DropTarget): DropOutcome | null {
  if (dragged.kind === 'referral') return target.kind === 'beds' ? { kind: 'admit', referral: dragged.referral } : null;
  const { stay } = dragged;
  switch (target.kind) {
    case 'beds':
      return null;
    case 'patient':
      return stay.id === target.stay.id
        ? null
        : { kind: 'stay-form', form: { change: 'swap', stayId: stay.id, target: target.stay.id } };
    case 'ward':
      return stay.wardId === target.wardId
        ? null
        : { kind: 'stay-form', form: { change: 'transfer', stayId: stay.id, target: target.wardId } };
  }
}
