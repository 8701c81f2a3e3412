import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  type Board,
  compareAlerts,
  compareBoardRows,
  instant,
  type PatientId,
  type WardId,
} from '#libs/contracts';
import { AlertsService } from '../alerts/alerts.service.ts';
import { CLOCK } from '../parts.module.ts';
import { BoardStore } from './board.store.ts';
import { WardsService } from './wards.service.ts';

/** Shows everybody on a ward, highest risk first, as of now. */
@Injectable()
export class BoardService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly wards: WardsService,
    private readonly alerts: AlertsService,
    private readonly store: BoardStore,
  ) {}

  /** @throws WardNotFoundError */
  async board(wardId: WardId): Promise<Board> {
    const asOf = instant(this.clock.now());
    const [ward, patients, alerts] = await Promise.all([
      this.wards.get(wardId),
      this.store.patientsOn(wardId),
      this.alerts.listOpenOnWard(wardId),
    ]);
    const alertsOf = byPatient(alerts);
    const rows = patients.map((patient) => ({
      ...patient,
      alerts: (alertsOf.get(patient.patientId) ?? []).toSorted(compareAlerts),
    }));
    return { ward, rows: rows.toSorted(compareBoardRows), asOf };
  }
}

function byPatient(alerts: readonly Alert[]): ReadonlyMap<PatientId, Alert[]> {
  return Map.groupBy(alerts, ({ patientId }) => patientId);
}
