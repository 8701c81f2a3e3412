import { codeInWords, type ObservationCode, observationKinds } from '#libs/clinical';
import { isAnswered, type Known, type PlanVersions, type RequestPoint } from '#libs/timeline';
import type { TrendDoubt } from './trend-levels.ts';

const taskHoldsMs = 24 * 3_600_000;
/** What no device measures, and no second look at the patient is needed for. */
const notMeasured: readonly ObservationCode[] = ['supplemental-oxygen', 'consciousness'];

/**
 * What is asked for at doubtful samples: the device at once to measure again, and a clinician to see to it where it is about one
 * sign. Several rules that doubt the same samples make one request of each.
 *
 * @param known what is known at the end of everything, which tells whether a request was answered.
 */
export function trendRequests(
  doubts: readonly TrendDoubt[],
  { plans, known }: { readonly plans: PlanVersions; readonly known: Known },
): readonly RequestPoint[] {
  const together = Map.groupBy(doubts, ({ stayId, atMs }) => `${stayId} ${String(atMs)}`);
  return [...together.values()].flatMap((ofTime) => [
    ...requestOf(ofTime, 'device', { plans, known }),
    ...requestOf(
      ofTime.filter(({ rule }) => rule.kind !== 'score-rise'),
      'clinician',
      { plans, known },
    ),
  ]);
}

function requestOf(
  doubts: readonly TrendDoubt[],
  asks: 'device' | 'clinician',
  { plans, known }: { readonly plans: PlanVersions; readonly known: Known },
): readonly RequestPoint[] {
  const [first] = doubts;
  const codes = [...new Set(doubts.flatMap((doubt) => codesOf(doubt, plans)))].sort();
  if (first === undefined || codes.length === 0) return [];
  const { atMs, stayId } = first;
  const alertsFromMs = Math.max(...doubts.map((doubt) => doubt.alertsFromMs));
  return [
    {
      atMs,
      stayId,
      asks,
      codes,
      why: 'unconfirmed',
      deviceId: null,
      words: asks === 'device' ? deviceInWords(codes) : taskInWords(doubts, codes),
      expiresAtMs: asks === 'device' ? alertsFromMs : atMs + taskHoldsMs,
      answered: isAnswered({ atMs, codes }, known),
    },
  ];
}

/** Of a rule about several signs, those that a device measures on the pathway. */
function codesOf({ rule, atMs }: TrendDoubt, plans: PlanVersions): readonly ObservationCode[] {
  const { chart, pathway } = plans.at(atMs);
  const isMeasured = (code: ObservationCode): boolean =>
    pathway.measureOf(code) !== undefined && observationKinds[code].form === 'quantity' && !notMeasured.includes(code);
  switch (rule.kind) {
    case 'score-rise':
      return chart.codes.filter(isMeasured);
    case 'other-person':
      return rule.signs.map(({ code }) => code).filter(isMeasured);
    default:
      return [rule.code];
  }
}

function deviceInWords(codes: readonly ObservationCode[]): string {
  return `This is far from the values before: please measure ${inWords(codes)} again now.`;
}

function taskInWords(doubts: readonly TrendDoubt[], codes: readonly ObservationCode[]): string {
  const found = doubts.map(({ words }) => words).join('; ');
  return `One value alone says so: ${found}. Have ${inWords(codes)} measured again, by this patient and with the same device.`;
}

function inWords(codes: readonly ObservationCode[]): string {
  return codes.map((code) => codeInWords(code)).join(', ');
}
