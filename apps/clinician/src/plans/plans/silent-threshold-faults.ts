import {
  compareTiers,
  covers,
  type Limit,
  observationKinds,
  type ObservationCode,
  type ObservationKind,
  type Pathway,
  unitInWords,
} from '#libs/clinical';
import type { PlanFault } from './plan-errors.ts';
import type { AskedThreshold } from './plan-faults.ts';

interface Context {
  readonly pathway: Pathway;
  /** What is measured by the plan that comes of the change. */
  readonly measured: ReadonlySet<ObservationCode>;
  /** Whether the plan has a ceiling of care of its own, which may silence the pathway's rules and never those of the plan. */
  readonly hasCeiling: boolean;
}

/** An `alert` with its tier: without one it is refused for that. */
type AskedAlert = AskedThreshold & { readonly tier: NonNullable<AskedThreshold['tier']> };

/**
 * Faults of thresholds that could never alert, or never first: a decision that nothing comes of is refused when it is made.
 *
 * @param unchanged whether a threshold is one that was decided before, and stays.
 */
export function silentThresholdFaults(
  asked: readonly AskedThreshold[],
  context: Context,
  unchanged: (threshold: AskedThreshold) => boolean,
): readonly PlanFault[] {
  return asked.flatMap((threshold, index) => {
    if (!isAlert(threshold) || unchanged(threshold)) return [];
    const path = `thresholds.${String(index)}`;
    // Two of one tier are looked at beside each other by `thresholdFaults`.
    const others = asked.flatMap((other, at) =>
      isAlert(other) && other.tier !== threshold.tier ? [{ ...other, name: `thresholds.${String(at)}` }] : [],
    );
    return [
      ...edgeFaults(path, threshold),
      ...measureFaults(path, threshold, context.measured),
      ...coveredFaults(path, threshold, [...others, ...rulesOf(context)]),
    ];
  });
}

function isAlert(threshold: AskedThreshold): threshold is AskedAlert {
  return threshold.effect === 'alert' && threshold.tier !== undefined;
}

function edgeFaults(path: string, { code, direction, limit }: AskedAlert): readonly PlanFault[] {
  // Widened from the table's own literal types, so that one test serves every code.
  const kind: ObservationKind = observationKinds[code];
  if (!('plausible' in kind)) return [];
  const { least, most } = kind.plausible;
  if (limit !== (direction === 'above' ? most : least)) return [];
  const found = `found ${direction} ${String(limit)}${unitInWords(code)}`;
  return [
    { path: `${path}.limit`, message: `${found}, which no reading is; expected a limit that one can be ${direction}` },
  ];
}

function measureFaults(path: string, { code }: AskedAlert, measured: Context['measured']): readonly PlanFault[] {
  if (measured.has(code)) return [];
  const expected = 'expected one that is, or how often it is due in dueEveryMinutes';
  return [{ path: `${path}.code`, message: `found ${code}, which is not measured by this plan; ${expected}` }];
}

interface NamedLimit extends Limit {
  readonly name: string;
}

function coveredFaults(path: string, threshold: AskedAlert, others: readonly NamedLimit[]): readonly PlanFault[] {
  const by = others.find((other) => covers(other, threshold));
  if (by === undefined) return [];
  const found = `found ${threshold.tier} ${threshold.direction} ${String(threshold.limit)}`;
  const covering = `${by.name} always alerts for already (${by.tier} ${by.direction} ${String(by.limit)})`;
  return [
    { path: `${path}.limit`, message: `${found}, which ${covering}; expected an earlier limit or a more urgent tier` },
  ];
}

/** The limits that hold for everybody on the pathway, at the tier that they alert at there. */
function rulesOf({ pathway, hasCeiling }: Context): readonly NamedLimit[] {
  const { alertAtMost } = pathway.file.escalation;
  if (hasCeiling || alertAtMost === 'none') return [];
  const general = (pathway.general?.file.always ?? []).flatMap((value) =>
    'limit' in value ? [{ ...value, name: 'what is critical in anybody' }] : [],
  );
  const own = pathway.file.thresholds.map((threshold) => ({ ...threshold, name: `${threshold.id} of the pathway` }));
  return [...own, ...general].map((limit) =>
    compareTiers(limit.tier, alertAtMost) > 0 ? { ...limit, tier: alertAtMost } : limit,
  );
}
