import { type BenefitClaim, NewBenefitClaims } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { type FormFault, required } from '../../../../components/forms/faults.ts';
import { onePerField, schemaFaults } from '../../../../components/forms/schema-faults.ts';

const TypedClaim = z.object({
  pathway: z.string(),
  bedDaysPerStay: z.string(),
  source: z.string(),
  /** Both blank where it was not measured. */
  daysInHospital: z.string(),
  comparisonSource: z.string(),
});
export type TypedClaim = z.infer<typeof TypedClaim>;

/** All claims as they are typed. */
export const TypedClaims = z.object({ items: z.array(TypedClaim) });
export type TypedClaims = z.infer<typeof TypedClaims>;

export const typedClaims = (items: readonly BenefitClaim[]): TypedClaims => ({
  items: items.map(({ pathway, bedDaysPerStay, source, comparison }) => ({
    pathway,
    bedDaysPerStay: String(bedDaysPerStay),
    source,
    daysInHospital: comparison === null ? '' : String(comparison.daysInHospital),
    comparisonSource: comparison?.source ?? '',
  })),
});

export const freshClaim: TypedClaim = {
  pathway: '',
  bedDaysPerStay: '',
  source: '',
  daysInHospital: '',
  comparisonSource: '',
};

const fields = ['pathway', 'bedDaysPerStay', 'source', 'comparison.daysInHospital', 'comparison.source'] as const;
const pathOf = (index: number, field: (typeof fields)[number]): string => `items.${String(index)}.${field}`;

export const claimFields = ({ items }: TypedClaims): readonly string[] =>
  items.flatMap((_claim, index) => fields.map((field) => pathOf(index, field)));

const isCompared = ({ daysInHospital, comparisonSource }: TypedClaim): boolean =>
  daysInHospital.trim() !== '' || comparisonSource.trim() !== '';

/** What is sent, once `claimFaults` has found nothing. */
export const claimsBody = ({ items }: TypedClaims): NewBenefitClaims => ({
  items: items.map((claim) => ({
    pathway: claim.pathway,
    bedDaysPerStay: Number(claim.bedDaysPerStay),
    source: claim.source.trim(),
    comparison: isCompared(claim)
      ? { daysInHospital: Number(claim.daysInHospital), source: claim.comparisonSource.trim() }
      : null,
  })),
});

const isDays = (text: string): boolean => /^\d{1,3}(?:\.\d{1,2})?$/.test(text.trim());

/** What the service would refuse, at its field; a pathway that is claimed for twice, at the second one. */
export function claimFaults(typed: TypedClaims): readonly FormFault[] {
  const message = t`Enter a number of days, such as 4.5`;
  const found = typed.items.flatMap((claim, index): readonly FormFault[] => [
    ...required(pathOf(index, 'pathway'), claim.pathway, t`Choose a pathway`),
    ...(typed.items.findIndex(({ pathway }) => pathway === claim.pathway) === index
      ? []
      : [{ path: pathOf(index, 'pathway'), message: t`Choose another pathway: there is a claim for this one` }]),
    ...(isDays(claim.bedDaysPerStay) ? [] : [{ path: pathOf(index, 'bedDaysPerStay'), message }]),
    ...required(pathOf(index, 'source'), claim.source, t`Enter where the claim is from`),
    ...(isCompared(claim) ? comparisonFaults(claim, index, message) : []),
  ]);
  return onePerField(found.length > 0 ? found : schemaFaults(NewBenefitClaims, claimsBody(typed), claimFields(typed)));
}

/** A comparison is both, a number and where it is from. */
const comparisonFaults = (
  { daysInHospital, comparisonSource }: TypedClaim,
  index: number,
  message: string,
): readonly FormFault[] => [
  ...(isDays(daysInHospital) ? [] : [{ path: pathOf(index, 'comparison.daysInHospital'), message }]),
  ...required(pathOf(index, 'comparison.source'), comparisonSource, t`Enter where the days in hospital are from`),
];
