/** What a bed is given out from: the beds of a ward that no other command gives out meanwhile. */
export interface BedsToGive {
  readonly beds: number;
  readonly closed: number;
  readonly open: number;
  readonly occupied: number;
  readonly reserved: number;
  /** Never below 0. */
  readonly free: number;
}

/** Whether a bed is given, and whether beyond what is free. */
export type Allotment =
  | { readonly decision: 'give'; readonly beyondCapacity: boolean }
  | { readonly decision: 'refuse'; readonly because: 'pathway-not-offered' | 'ward-closed' | 'ward-full' };

/** The beds with what follows from their numbers. */
export function bedsToGive(counts: Pick<BedsToGive, 'beds' | 'closed' | 'occupied' | 'reserved'>): BedsToGive {
  const open = counts.beds - counts.closed;
  return { ...counts, open, free: Math.max(0, open - counts.occupied - counts.reserved) };
}

/**
 * Decides whether a patient gets a bed. A bed that is reserved for the very referral counts as free; a ward of which nothing
 * is open takes no patient, not even beyond capacity.
 */
export function decideAllotment(
  { open, occupied, reserved }: BedsToGive,
  asked: {
    /** Those that the ward offers; null: any. */
    readonly offered: readonly string[] | null;
    /** Null where it does not matter: the patient was on the ward before. */
    readonly pathway: string | null;
    readonly hasReservation: boolean;
    readonly mayExceed: boolean;
  },
): Allotment {
  const { offered, pathway, hasReservation, mayExceed } = asked;
  if (!isOffered(offered, pathway)) return { decision: 'refuse', because: 'pathway-not-offered' };
  if (open <= 0) return { decision: 'refuse', because: 'ward-closed' };
  const free = open - occupied - reserved + (hasReservation ? 1 : 0);
  if (free > 0) return { decision: 'give', beyondCapacity: false };
  return mayExceed ? { decision: 'give', beyondCapacity: true } : { decision: 'refuse', because: 'ward-full' };
}

/** Whether a ward that offers these pathways cares for the patient; one that names none cares for all. */
export function isOffered(offered: readonly string[] | null, pathway: string | null): boolean {
  return pathway === null || offered === null || offered.length === 0 || offered.includes(pathway);
}
