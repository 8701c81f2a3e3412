import type { BenefitClaim, Benefits } from '#libs/contracts';

type BenefitRow = Benefits['rows'][number];

/** Stays of one pathway that ended. */
export interface EndedOfPathway {
  readonly pathway: string;
  readonly stays: number;
  /** Of them, those that ended in hospital. */
  readonly toHospital: number;
  readonly days: number;
}

/** A ward, an organisation or all of them, with the stays that ended there. */
export interface BenefitGroup {
  readonly level: BenefitRow['level'];
  readonly name: string;
  readonly ended: readonly EndedOfPathway[];
}

/** The rows of a group, by pathway; pathways of which no stay ended are left out. */
export function benefitRows(
  { level, name, ended }: BenefitGroup,
  claims: readonly BenefitClaim[],
): readonly BenefitRow[] {
  const byPathway = Map.groupBy(ended, ({ pathway }) => pathway);
  return [...byPathway]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([pathway, own]) => {
      const sum = (of: (one: EndedOfPathway) => number): number => own.reduce((total, one) => total + of(one), 0);
      const [stays, toHospital] = [sum((one) => one.stays), sum((one) => one.toHospital)];
      const claim = claims.find((one) => one.pathway === pathway);
      const comparison = claim?.comparison ?? null;
      return {
        level,
        name,
        pathway,
        stays,
        bedDaysOnWard: sum((one) => one.days),
        claimedBedDays: claim === undefined ? null : claim.bedDaysPerStay * stays,
        measuredBedDays: comparison === null ? null : comparison.daysInHospital * (stays - toHospital),
        comparison: comparisonWords(claim, toHospital),
      };
    });
}

/** What was compared with what, and why that proves little. */
function comparisonWords(claim: BenefitClaim | undefined, toHospital: number): string {
  if (claim === undefined) return 'No plan claims a saving for this pathway, and there is nothing to compare with.';
  const claimed = `Claimed: ${String(claim.bedDaysPerStay)} bed days for each stay (${claim.source}).`;
  if (claim.comparison === null) {
    return `${claimed} Not measured: nothing is entered of how long patients of this kind stay in hospital.`;
  }
  const { daysInHospital, source } = claim.comparison;
  return `${claimed} Measured: ${String(daysInHospital)} days in hospital (${source}) for each stay that did not end in hospital; the ${String(toHospital)} that did count as none saved. Weak evidence: there is no control group, patients are chosen for the ward because they are well enough for it, not all of them would have been in hospital, and readmissions after the stay are not known here.`;
}
