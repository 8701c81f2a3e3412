import type { BedFigures, BoardRow, Referral, Stay } from '#libs/contracts';

/** One bed of a ward. Which of the untaken beds are free, reserved or closed is counted, not fixed: the lowest are given first. */
export type BedSlot =
  | {
      readonly kind: 'taken';
      readonly bed: number;
      readonly stay: Stay;
      /** Of the patient; undefined for the short time until the board has heard of an admission. */
      readonly row: BoardRow | undefined;
      /** Whether it was given beyond the ward's capacity, by a reason. */
      readonly isBeyond: boolean;
    }
  | { readonly kind: 'free' | 'closed'; readonly bed: number }
  | {
      readonly kind: 'reserved';
      readonly bed: number;
      /** Undefined until the referral is known. */
      readonly referral: Referral | undefined;
    };

export interface WardNow {
  readonly figures: Pick<BedFigures, 'beds' | 'reserved' | 'free'>;
  /** Those that are open. */
  readonly stays: readonly Stay[];
  readonly rows: readonly BoardRow[];
  /** Those that have a bed reserved. */
  readonly reserved: readonly Referral[];
}

/** Every bed of the ward by its number, those beyond its capacity last. */
export function bedSlots({ figures, stays, rows, reserved }: WardNow): readonly BedSlot[] {
  const rowOf = new Map(rows.map((row) => [row.stayId, row]));
  const taken = stays.map((stay): BedSlot => {
    const isBeyond = stay.overCapacityReason !== null || stay.bed > figures.beds;
    return { kind: 'taken', bed: stay.bed, stay, row: rowOf.get(stay.id), isBeyond };
  });
  const numbers = new Set(stays.map(({ bed }) => bed));
  const untaken = Array.from({ length: figures.beds }, (_bed, index) => index + 1).filter((bed) => !numbers.has(bed));
  const others = untaken.map((bed, index): BedSlot => {
    if (index < figures.free) return { kind: 'free', bed };
    const nth = index - figures.free;
    return nth < figures.reserved ? { kind: 'reserved', bed, referral: reserved[nth] } : { kind: 'closed', bed };
  });
  return [...taken, ...others].toSorted((one, other) => one.bed - other.bed);
}
