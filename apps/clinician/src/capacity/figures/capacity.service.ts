import { Inject, Injectable } from '@nestjs/common';
import { rolledUp } from '#libs/capacity';
import type { Clock } from '#libs/clock';
import { type BedFigures, type Capacity, instant, type Ward, type WardId } from '#libs/contracts';
import { CLOCK } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { BedsService } from '../../wards/beds/beds.service.ts';
import { StayFlowService } from '../../wards/flow/stay-flow.service.ts';
import type { PresentStay, StayMoves } from '../../wards/flow/stay-flow.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { OrganisationsService } from '../organisations/organisations.service.ts';
import { acuityOf, figuresOf, type FlowCounts, noFlow, sumFlow, type WardPart } from './capacity-figures.ts';
import { pathwayFigures } from './pathway-figures.ts';

const dayMs = 24 * 3_600_000;

/** A ward with its beds. */
export interface WardBeds {
  readonly ward: Ward;
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
    const past = at < now ? at : null;
    const [wards, moves, present, waiting, organisations] = await Promise.all([
      this.bedsOf(asked),
      this.flow.moves(at),
      this.flow.present(past),
      this.flow.waiting(past),
      this.organisations.all(),
    ]);
    const tiers = await this.chart.tiersAt(
      present.map(({ patientId }) => patientId),
      instant(past ?? now),
    );
    const flows = flowByWard({ present, moves, at, acuity: (stay) => acuityOf(tiers.get(stay.patientId)) });
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
    const all = await this.wards.all();
    const wards = asked === undefined ? all : all.filter(({ createdAt }) => Date.parse(createdAt) <= Date.parse(asked));
    const figures = await this.beds.figuresAt({ at: asked, wardIds: wards.map(({ id }) => id) });
    return wards.flatMap((ward) => {
      const beds = figures.get(ward.id);
      return beds === undefined ? [] : [{ ward, beds }];
    });
  }
}

const byCode = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function flowByWard({
  present,
  moves,
  at,
  acuity,
}: {
  readonly present: readonly PresentStay[];
  readonly moves: readonly StayMoves[];
  readonly at: Date;
  readonly acuity: (stay: PresentStay) => number;
}): ReadonlyMap<WardId, FlowCounts> {
  const counts: readonly (readonly [WardId, FlowCounts])[] = [
    ...present.map(
      (stay) =>
        [
          stay.wardId,
          {
            ...noFlow,
            stays: 1,
            stayDays: Math.max(0, at.getTime() - stay.admittedAt.getTime()) / dayMs,
            acuityLoad: acuity(stay),
          },
        ] as const,
    ),
    ...moves.map(({ wardId, pathway: _pathway, ...moved }) => [wardId, { ...noFlow, ...moved }] as const),
  ];
  const byWard = Map.groupBy(counts, ([wardId]) => wardId);
  return new Map([...byWard].map(([wardId, own]) => [wardId, sumFlow(own.map(([, flow]) => flow))]));
}
