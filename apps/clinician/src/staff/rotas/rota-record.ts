import {
  instant,
  type Rota,
  type RotaGap,
  type RotaId,
  type RotaLayer,
  type RotaOverride,
  type RotaShift,
} from '#libs/contracts';
import { type Gap, gapsOf, type RotaRules, type Shift, type Span } from '#libs/rota';

/** A rota as it was set, without its overrides. */
export interface RotaRecord {
  readonly id: RotaId;
  readonly name: string;
  readonly timeZone: string;
  /** With starts that are local dates and times. */
  readonly layers: readonly RotaLayer[];
  readonly revision: number;
}

export type OverrideRecord = Omit<RotaOverride, 'revision'>;

/** A person as far as cover goes. */
export interface Coverer {
  readonly name: string;
  readonly active: boolean;
}

/** A rota with all that its cover in some span follows from. */
export interface RotaInSpan {
  readonly record: RotaRecord;
  /** Those that overlap the span, in order. */
  readonly overrides: readonly OverrideRecord[];
  /** Everyone who is named. */
  readonly people: ReadonlyMap<string, Coverer>;
}

const dayMilliseconds = 86_400_000;
/** For how long ahead gaps and people who cannot be reached are warned of. */
const warnedDays = 7;

/** The time for which warnings are given. */
export const warnedSpan = (now: Date): Span => ({
  start: now.getTime(),
  end: now.getTime() + warnedDays * dayMilliseconds,
});

export function rulesOf({ record, overrides }: Pick<RotaInSpan, 'record' | 'overrides'>): RotaRules {
  return {
    timeZone: record.timeZone,
    layers: record.layers,
    overrides: overrides.map(({ id, from, until, personId }) => ({
      id,
      personId,
      start: Date.parse(from),
      end: Date.parse(until),
    })),
  };
}

export function shownShift({ start, end, personId, layer, override }: Shift, people: RotaInSpan['people']): RotaShift {
  const person = people.get(personId);
  return {
    start: instant(start),
    end: instant(end),
    personId,
    personName: person?.name ?? personId,
    active: person?.active ?? false,
    layer,
    override,
  };
}

/** What of the span no active person covers. */
export function gapsIn(rota: RotaInSpan, span: Span): readonly RotaGap[] {
  const isActive = (personId: string): boolean => rota.people.get(personId)?.active ?? false;
  return gapsOf(rulesOf(rota), span, isActive).map(shownGap);
}

const shownGap = ({ start, end, reason, personId }: Gap): RotaGap => ({
  start: instant(start),
  end: instant(end),
  reason,
  personId,
});

/** @param rota in the span that is warned of. */
export function shownRota(rota: RotaInSpan, now: Date): Rota {
  const { id, name, timeZone, layers, revision } = rota.record;
  return {
    id,
    name,
    timeZone,
    layers: [...layers],
    overrides: rota.overrides.filter(({ until }) => until > instant(now)),
    gaps: [...gapsIn(rota, warnedSpan(now))],
    revision,
  };
}
