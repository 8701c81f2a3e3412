import type { OperationsFigures, QuarantineReasonCode, ResponseFigures } from '#libs/contracts';

/** What was counted of one patient. */
export interface PatientFigures {
  readonly sets: number;
  readonly readings: number;
  readonly tooLate: number;
  readonly lateScores: number;
  readonly quarantined: number;
  readonly byReason: Readonly<Partial<Record<QuarantineReasonCode, number>>>;
}

/** What the figures of a ward, or of all, are put together from. */
export interface Counted {
  readonly patients: number;
  readonly beds: number;
  readonly unansweredNow: number;
  readonly devicesNotHeardFrom: number;
  readonly admissions: number;
  readonly discharges: number;
  /** Undefined where no alert was raised. */
  readonly alerts: ResponseFigures | undefined;
  readonly counts: readonly PatientFigures[];
}

const noAlerts: ResponseFigures = {
  raised: 0,
  raisedByTier: { high: 0, medium: 0, 'low-medium': 0 },
  answered: 0,
  responseMinutes: null,
  answeredInTime: 0,
  breached: 0,
  shareInTime: null,
};

/** The figures of a ward, or of all of them. */
export function figuresOf({ counts, alerts, ...others }: Counted): OperationsFigures {
  const sum = (of: (one: PatientFigures) => number): number => counts.reduce((total, one) => total + of(one), 0);
  // The keys of these records are codes, which Object.keys forgets.
  const codes = [...new Set(counts.flatMap(({ byReason }) => Object.keys(byReason)))] as QuarantineReasonCode[];
  return {
    ...others,
    alerts: alerts ?? noAlerts,
    observationSets: sum(({ sets }) => sets),
    readings: sum(({ readings }) => readings),
    readingsTooLateToScore: sum(({ tooLate }) => tooLate),
    lateScores: sum(({ lateScores }) => lateScores),
    quarantined: sum(({ quarantined }) => quarantined),
    quarantinedByReason: Object.fromEntries(codes.map((code) => [code, sum(({ byReason }) => byReason[code] ?? 0)])),
  };
}
