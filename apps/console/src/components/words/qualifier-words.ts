import { bodyPositions, measuringMethods, measuringSites } from '#libs/clinical';
import type { ReadingQualifiers } from '#libs/contracts';
import { t } from '@lingui/core/macro';

type Qualifier = keyof ReadingQualifiers;
type QualifierValue = NonNullable<ReadingQualifiers[Qualifier]>;

const titles: Readonly<Record<Qualifier, () => string>> = {
  site: () => t`Taken where`,
  method: () => t`Counted by`,
  position: () => t`Position`,
};

const values: Readonly<Record<QualifierValue, () => string>> = {
  oral: () => t`in the mouth`,
  tympanic: () => t`in the ear`,
  axillary: () => t`in the armpit`,
  temporal: () => t`at the temple`,
  rectal: () => t`in the rectum`,
  skin: () => t`on the skin`,
  oximeter: () => t`an oximeter`,
  ecg: () => t`an ECG`,
  cuff: () => t`a cuff`,
  'by-hand': () => t`hand`,
  lying: () => t`lying`,
  sitting: () => t`sitting`,
  standing: () => t`standing`,
};

const valuesOf: Readonly<Record<Qualifier, readonly QualifierValue[]>> = {
  site: measuringSites,
  method: measuringMethods,
  position: bodyPositions,
};

/** What a qualifier asks, as the label of its field. */
export const qualifierTitle = (qualifier: Qualifier): string => titles[qualifier]();

/** What it may be, for a choice in which it may be left out. */
export const qualifierChoices = (
  qualifier: Qualifier,
): readonly { readonly value: string; readonly words: string }[] => [
  { value: '', words: t`Not recorded` },
  ...valuesOf[qualifier].map((value) => ({ value, words: values[value]() })),
];

/** `taken in the ear`, `counted by an ECG`, `sitting`; empty where nothing was said. */
export function qualifierWords({ site, method, position }: ReadingQualifiers = {}): string {
  const [where, how] = [site && values[site](), method && values[method]()];
  return [where && t`taken ${where}`, how && t`counted by ${how}`, position && values[position]()]
    .filter((words) => words !== undefined)
    .join(', ');
}
