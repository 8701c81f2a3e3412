import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type Instant, type Operations, type OperationsQuery, type WardId } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { DeviceListsService } from '../../devices/devices/device-lists.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { figuresOf, type PatientFigures } from './ward-figures.ts';

const dayMs = 24 * 3_600_000;

/**
 * Shows in numbers how each ward worked in a period: neither names nor readings. What belongs to a patient counts for the
 * ward that the patient is on now; of patients who have left it counts for all wards together alone.
 */
@Injectable()
export class OperationsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly stays: StaysService,
    private readonly alerts: AlertsService,
    private readonly chart: ChartService,
    private readonly quarantine: QuarantineService,
    private readonly devices: DeviceListsService,
  ) {}

  /** @throws WardNotFoundError */
  async figures({ from, until, wardId }: OperationsQuery): Promise<Operations> {
    const now = this.clock.now();
    const end = until === undefined ? instant(now) : instant(Date.parse(until));
    const period = {
      from: from === undefined ? instant(Date.parse(end) - dayMs) : instant(Date.parse(from)),
      until: end,
    };
    const wards = wardId === undefined ? await this.wards.all() : [await this.wards.get(wardId)];
    const known = await this.#counted(period);
    const ofWards = wards.map((ward) => ({ ward, figures: figuresOf({ ...known(ward.id), beds: ward.beds }) }));
    const beds = wards.reduce((total, ward) => total + ward.beds, 0);
    const total = wardId === undefined ? figuresOf({ ...known(undefined), beds }) : ofWards[0]?.figures;
    return { ...period, asOf: instant(now), total: total ?? figuresOf({ ...known(wardId), beds }), wards: ofWards };
  }

  /** @returns what was counted, of a ward or of all. */
  async #counted(period: { readonly from: Instant; readonly until: Instant }) {
    const [open, moves, responses, charted, late, quarantined, quiet] = await Promise.all([
      this.stays.allOpen(),
      this.stays.movesIn(period),
      this.alerts.responseFigures(period),
      this.chart.receivedIn(period),
      this.chart.lateScoresIn(period),
      this.quarantine.reasonsIn(period),
      this.devices.notHeardFrom(),
    ]);
    const unanswered = await this.alerts.unansweredOf(open.map(({ id }) => id));
    const wardOf = new Map<string | null, WardId>(open.map(({ patientId, wardId }) => [patientId, wardId]));
    const empty = { sets: 0, readings: 0, tooLate: 0, lateScores: 0, quarantined: 0, byReason: {} };
    const counts: readonly (PatientFigures & { readonly wardId: WardId | undefined })[] = [
      ...charted.map(({ patientId, ...one }) => ({ ...empty, ...one, wardId: wardOf.get(patientId) })),
      ...late.map(({ patientId, ...one }) => ({ ...empty, ...one, wardId: wardOf.get(patientId) })),
      ...quarantined.map(({ patientId, ...one }) => ({ ...empty, ...one, wardId: wardOf.get(patientId) })),
    ];
    return (wardId: WardId | undefined) => {
      const isHere = (one: { readonly wardId: WardId | undefined }): boolean =>
        wardId === undefined || one.wardId === wardId;
      const here = open.filter(isHere);
      return {
        patients: here.length,
        unansweredNow: here.reduce((total, { id }) => total + (unanswered.get(id)?.unanswered ?? 0), 0),
        devicesNotHeardFrom: quiet.filter(({ patientId }) => isHere({ wardId: wardOf.get(patientId) })).length,
        admissions: moves.filter((move) => move.admitted && isHere(move)).length,
        discharges: moves.filter((move) => move.discharged && isHere(move)).length,
        alerts: responses.get(wardId),
        counts: counts.filter(isHere),
      };
    };
  }
}
