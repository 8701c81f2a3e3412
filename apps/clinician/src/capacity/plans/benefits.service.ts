import { Inject, Injectable } from '@nestjs/common';
import { addDays, dayStart, londonDate, rolledUp } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import type { Benefits, BenefitsQuery, Organisation } from '#libs/contracts';
import { InvalidRequestError } from '#libs/problem-details';
import { CLOCK } from '../../parts.module.ts';
import { StayFlowService } from '../../wards/flow/stay-flow.service.ts';
import type { EndedStays } from '../../wards/flow/stay-flow.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { OrganisationsService } from '../organisations/organisations.service.ts';
import { type BenefitGroup, benefitRows } from './benefit-rows.ts';
import { CapacityPlanService } from './capacity-plan.service.ts';

const usualDays = 90;

/** Puts the bed days that plans claim beside those that can be measured, for each ward and whatever it belongs to. */
@Injectable()
export class BenefitsService {
  // Nest injects by position.

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly flow: StayFlowService,
    private readonly organisations: OrganisationsService,
    private readonly plan: CapacityPlanService,
  ) {}

  /** @throws InvalidRequestError where the period ends before it begins. */
  async benefits(query: BenefitsQuery): Promise<Benefits> {
    const until = query.until ?? londonDate(this.clock.now());
    const from = query.from ?? addDays(until, 1 - usualDays);
    if (from > until) throw new InvalidRequestError('query', [{ path: 'until', message: `expected ${from} or later` }]);
    const [wards, ended, organisations, { items: claims }] = await Promise.all([
      this.wards.all(),
      this.flow.ended(dayStart(from), dayStart(addDays(until, 1))),
      this.organisations.all(),
      this.plan.claims(),
    ]);
    const byWard = Map.groupBy(ended, ({ wardId }) => wardId);
    const parts = wards.map(({ id, name, organisation }) => ({ name, organisation, part: byWard.get(id) ?? [] }));
    const groups: readonly BenefitGroup[] = [
      { level: 'total', name: 'All wards', ended },
      ...organisationGroups(parts, organisations),
      ...parts.map(({ name, part }) => ({ level: 'ward' as const, name, ended: part })),
    ];
    return { from, until, rows: groups.flatMap((group) => benefitRows(group, claims)) };
  }
}

/** Systems, places and providers that have been described, in this order. */
function organisationGroups(
  parts: readonly { readonly organisation: string | null; readonly part: readonly EndedStays[] }[],
  organisations: readonly Organisation[],
): readonly BenefitGroup[] {
  const links = new Map(organisations.map((organisation) => [organisation.odsCode, organisation]));
  const rolled = rolledUp(parts, links);
  return (['system', 'place', 'provider'] as const).flatMap((level) =>
    organisations
      .filter(({ kind }) => kind === level)
      .map(({ odsCode, name }) => ({ level, name, ended: (rolled.get(odsCode) ?? []).flat() })),
  );
}
