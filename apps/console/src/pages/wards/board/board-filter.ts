import { type Tier, tiers } from '#libs/clinical';
import { type BoardRow, compareBoardRows, isOpenAlert, scoreThatCounts } from '#libs/contracts';

export const boardSorts = ['urgency', 'name', 'next-due', 'admitted'] as const;
export type BoardSort = (typeof boardSorts)[number];

export const boardNeeds = ['unanswered', 'overdue', 'observations-due', 'tasks', 'paused'] as const;
/** What a patient on the board waits for. */
export type BoardNeed = (typeof boardNeeds)[number];

/** Which patients of the board are shown, and in which order; all of it stands in the address. */
export interface BoardFilter {
  readonly sort: BoardSort;
  readonly tier?: Tier | undefined;
  readonly need?: BoardNeed | undefined;
  readonly pathway?: string | undefined;
  /** The beginning of a name, or a part of an NHS number. */
  readonly text: string;
}

/** The part of the address that servers see, and the one that stays in the browser. */
interface FilterAddress {
  readonly search: string;
  readonly fragment: string;
}

/** `?sort=name&tier=high&need=overdue&pathway=frailty#text=ash`; everyone by urgency where it does not say. */
export function boardFilterIn({ search, fragment }: FilterAddress): BoardFilter {
  const asked = new URLSearchParams(search);
  const oneOf = <Value extends string>(values: readonly Value[], name: string): Value | undefined =>
    values.find((value) => value === asked.get(name));
  return {
    sort: oneOf(boardSorts, 'sort') ?? 'urgency',
    tier: oneOf(tiers, 'tier'),
    need: oneOf(boardNeeds, 'need'),
    pathway: asked.get('pathway') ?? undefined,
    text: new URLSearchParams(fragment.slice(1)).get('text') ?? '',
  };
}

/**
 * The address, behind its path, with another filter; everything else that it says, such as a past time, stays. The text may be a name,
 * so that it stands where no server sees it.
 */
export function addressWithFilter(search: string, { sort, tier, need, pathway, text }: BoardFilter): string {
  const asked = new URLSearchParams(search);
  const chosen = { sort: sort === 'urgency' ? '' : sort, tier, need, pathway };
  for (const [name, value] of Object.entries(chosen)) {
    if (value === undefined || value === '') asked.delete(name);
    else asked.set(name, value);
  }
  const made = asked.toString();
  const fragment = text === '' ? '' : `#${new URLSearchParams({ text }).toString()}`;
  return (made === '' ? '' : `?${made}`) + fragment;
}

export const isFiltered = ({ tier, need, pathway, text }: BoardFilter): boolean =>
  tier !== undefined || need !== undefined || pathway !== undefined || text.trim() !== '';

/** The rows that are asked for, in the order that is asked for. @param now the time by which something is overdue. */
export function filteredRows(rows: readonly BoardRow[], filter: BoardFilter, now: number): readonly BoardRow[] {
  return rows.filter((row) => belongs(row, filter, now)).toSorted(orders[filter.sort]);
}

function belongs(row: BoardRow, { tier, need, pathway, text }: BoardFilter, now: number): boolean {
  if (tier !== undefined && (row.notScored !== null || scoreThatCounts(row)?.tier !== tier)) return false;
  if (need !== undefined && !hasNeed(row, need, now)) return false;
  if (pathway !== undefined && row.pathway !== pathway) return false;
  return text.trim() === '' || isNamed(row, text);
}

function hasNeed(row: BoardRow, need: BoardNeed, now: number): boolean {
  const unanswered = row.alerts.filter((alert) => isOpenAlert(alert) && alert.state === 'raised');
  switch (need) {
    case 'unanswered':
      return unanswered.length > 0;
    case 'overdue':
      return unanswered.some(({ late, responseDueAt }) => !late && Date.parse(responseDueAt) < now);
    case 'observations-due':
      return row.nextDue !== null && Date.parse(row.nextDue.at) <= now;
    case 'tasks':
      return row.tasks > 0;
    case 'paused':
      return row.pause !== null;
  }
}

/** By the beginning of a name, accents and case aside, or by digits of the NHS number. */
function isNamed({ familyName, givenName, nhsNumber }: BoardRow, text: string): boolean {
  const wanted = folded(text.trim());
  const digits = wanted.replaceAll(' ', '');
  if (/^\d+$/.test(digits)) return nhsNumber.includes(digits);
  const names = `${folded(familyName)} ${folded(givenName)}`.split(/[\s-]+/);
  return wanted.split(/[\s,]+/).every((part) => names.some((name) => name.startsWith(part)));
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase('en-GB');

const byName = (one: BoardRow, other: BoardRow): number =>
  one.familyName.localeCompare(other.familyName, 'en-GB') || one.givenName.localeCompare(other.givenName, 'en-GB');

const orders: Readonly<Record<BoardSort, (one: BoardRow, other: BoardRow) => number>> = {
  urgency: compareBoardRows,
  name: byName,
  'next-due': (one, other) => dueAt(one) - dueAt(other) || compareBoardRows(one, other),
  admitted: (one, other) => one.admittedAt.localeCompare(other.admittedAt) || byName(one, other),
};

/** Of whom nothing is awaited comes last. */
const dueAt = ({ nextDue }: BoardRow): number => (nextDue === null ? Number.MAX_SAFE_INTEGER : Date.parse(nextDue.at));
