import { defaultValidityMinutes, news2Parameters, observationOfParameter, type ObservationCode } from '#libs/clinical';
import type { Exclusion, MonitoringPlan } from '#libs/contracts';

/** What a pathway asks for beyond NEWS2's own parameters. */
export interface Pathway {
  readonly measures: readonly ObservationCode[];
  /** Why NEWS2 does not apply to anybody on it; null where it does. */
  readonly exclusion: Exclusion | null;
  readonly validityMinutes: MonitoringPlan['validityMinutes'];
}

const news2Codes: readonly ObservationCode[] = news2Parameters.map((parameter) => observationOfParameter[parameter]);

/** The pathways whose plan differs from the usual one, by name. */
const particular: Readonly<
  Record<string, { readonly also: readonly ObservationCode[]; readonly exclusion?: Exclusion }>
> = {
  'heart-failure': { also: ['body-weight'] },
  diabetes: { also: ['blood-glucose'] },
  'cystic-fibrosis': { also: ['peak-flow', 'body-weight'] },
  'acute-respiratory': { also: ['peak-flow'] },
  // NEWS2 is not for use in pregnancy: docs/clinical-sources.md.
  'complex-maternity': { also: ['blood-glucose', 'body-weight'], exclusion: 'pregnant' },
};

/** What the pathway of this name asks for; one that nobody has described asks for NEWS2's parameters and no more. */
export function pathwayNamed(name: string): Pathway {
  const known = Object.hasOwn(particular, name) ? particular[name] : undefined;
  return {
    measures: [...news2Codes, 'diastolic-pressure', ...(known?.also ?? [])],
    exclusion: known?.exclusion ?? null,
    validityMinutes: defaultValidityMinutes,
  };
}
