import { bodyPositions, measuringMethods, measuringSites } from '#libs/clinical';
import type { ReadingQualifiers } from '#libs/contracts';
import { t } from '@lingui/core/macro';

type Qualifier = keyof ReadingQualifiers;
type QualifierValue = NonNullable<ReadingQualifiers[Qualifier]>;
type Position = NonNullable<ReadingQualifiers['position']>;

const titles: Readonly<Record<Qualifier, () => string>> = {
  site: () => t`Taken where`,
  method: () => t`Counted by`,
  position: () => t`Position`,
};

const values: Readonly<Record<Exclude<QualifierValue, Position>, () => string>> = {
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
};

function positionWords(position: Position): string {
  switch (position) {
    case 'lying':
      return t`lying`;
    case 'sitting':
      return t`sitting`;
    case 'standing':
      return t`standing`;
  }
}

const isPosition = (value: QualifierValue): value is Position => bodyPositions.some((position) => position === value);

const valueWords = (value: QualifierValue): string => (isPosition(value) ? positionWords(value) : values[value]());

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
  ...valuesOf[qualifier].map((value) => ({ value, words: valueWords(value) })),
];

/** `taken in the ear`, `counted by an ECG`, `sitting`; empty where nothing was said. */
export function qualifierWords({ site, method, position }: ReadingQualifiers = {}): string {
  const [where, how] = [site && values[site](), method && values[method]()];
  return [where && t`taken ${where}`, how && t`counted by ${how}`, position && positionWords(position)]
    .filter((words) => words !== undefined)
    .join(', ');
}
