import { Inject, Injectable } from '@nestjs/common';
import { rolledUp } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import { type BedFigures, type Capacity, instant, type WardId } from '#libs/contracts';
import { CLOCK } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import type { TierCount } from '../../record/chart/tier-counts.ts';
import { BedsService } from '../../wards/beds/beds.service.ts';
import { WardCapacityService } from '../../wards/beds/ward-capacity.service.ts';
import { StayFlowService } from '../../wards/flow/stay-flow.service.ts';
import type { PresentStays, StayMoves } from '../../wards/flow/stay-flow.ts';
import { type DescribedWard, WardsService } from '../../wards/wards/wards.service.ts';
import { OrganisationsService } from '../organisations/organisations.service.ts';
import { acuityOf, figuresOf, type FlowCounts, noFlow, sumFlow, type WardPart } from './capacity-figures.ts';
import { pathwayFigures } from './pathway-figures.ts';

/** A ward with its beds. */
export interface WardBeds {
  readonly ward: DescribedWard;
  readonly beds: BedFigures;
}

/**
 * Counts beds and patients of all wards together, by organisation and by pathway: numbers, neither a patient nor a reading.
 * As many queries for a region as for one ward.
 */
@Injectable()
export class CapacityService {
  // Nest injects by position.

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly beds: BedsService,
    private readonly wardCapacity: WardCapacityService,
    private readonly flow: StayFlowService,
    private readonly chart: ChartService,
    private readonly organisations: OrganisationsService,
  ) {}

  /**
   * @param asked an instant in the past or to come; undefined is now. Of what is to come only beds are known: patients are
   *   those of now.
   */
  async capacity(asked?: string): Promise<Capacity> {
    const now = this.clock.now();
    const at = asked === undefined ? now : new Date(asked);
    const isPast = at < now;
    const [wards, moves, present, waiting, organisations] = await Promise.all([
      this.bedsOf(asked),
      this.flow.moves(at),
      this.flow.present(at, { isPast }),
      this.flow.waiting(isPast ? at : null),
      this.organisations.all(),
    ]);
    const tiers = await this.chart.tierCountsAt(
      present.map(({ wardId, patientIds }) => ({ key: wardId, patientIds })),
      instant(isPast ? at : now),
    );
    const flows = flowByWard({ present, moves, tiers });
    const parts = wards.map(({ ward, beds }) => ({ ward, part: { beds, flow: flows.get(ward.id) ?? noFlow } }));
    const said = instant(at);
    const links = new Map(organisations.map((organisation) => [organisation.odsCode, organisation]));
    const byOrganisation = rolledUp<WardPart>(
      parts.map(({ ward, part }) => ({ organisation: ward.organisation, part })),
      links,
    );
    return {
      at: said,
      total: figuresOf(
        parts.map(({ part }) => part),
        said,
      ),
      wards: parts.map(({ ward, part }) => ({
        wardId: ward.id,
        name: ward.name,
        organisation: ward.organisation,
        figures: figuresOf([part], said),
      })),
      organisations: [...byOrganisation].toSorted(byCode).map(([odsCode, own]) => {
        const { name = odsCode, kind = null, parent = null } = links.get(odsCode) ?? {};
        return { organisation: odsCode, name, kind, parent, figures: figuresOf(own, said) };
      }),
      pathways: [...pathwayFigures({ present, moves, waiting })],
    };
  }

  /** The wards that there were then by name, each with its beds. */
  async bedsOf(asked?: string): Promise<readonly WardBeds[]> {
    const wards = await this.wards.described();
    const figures = await this.beds.figuresAt({ at: asked, wardIds: wards.map(({ id }) => id) });
    return wards.flatMap((ward) => {
      const beds = figures.get(ward.id);
      if (beds === undefined) return [];
      // A ward has beds before it was opened here, where its past was brought in.
      const isThere = asked === undefined || ward.createdAt <= new Date(asked) || beds.beds > 0;
      return isThere ? [{ ward, beds }] : [];
    });
  }

  /** From when on each ward has beds at all. */
  firstBeds(): Promise<ReadonlyMap<WardId, Date>> {
    return this.wardCapacity.firstBeds();
  }
}

const byCode = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function flowByWard({
  present,
  moves,
  tiers,
}: {
  readonly present: readonly PresentStays[];
  readonly moves: readonly StayMoves[];
  readonly tiers: readonly TierCount[];
}): ReadonlyMap<string, FlowCounts> {
  const counts: readonly (readonly [string, FlowCounts])[] = [
    // Everyone counts for 1, and those who were scored for what is more than that.
    ...present.map(
      ({ wardId, stays, days }) => [wardId, { ...noFlow, stays, stayDays: days, acuityLoad: stays }] as const,
    ),
    ...tiers.map(
      ({ key, tier, patients }) => [key, { ...noFlow, acuityLoad: (acuityOf(tier) - 1) * patients }] as const,
    ),
    ...moves.map(({ wardId, pathway: _pathway, ...moved }) => [wardId, { ...noFlow, ...moved }] as const),
  ];
  const byWard = Map.groupBy(counts, ([wardId]) => wardId);
  return new Map([...byWard].map(([wardId, own]) => [wardId, sumFlow(own.map(([, flow]) => flow))]));
}
