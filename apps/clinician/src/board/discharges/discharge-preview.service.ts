import { Injectable } from '@nestjs/common';
import type { DischargePreview, StayId } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { DeviceListsService } from '../../devices/devices/device-lists.service.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';

/** Says beforehand what a discharge would end, and what is still with the patient. It changes nothing. */
@Injectable()
export class DischargePreviewService {
  constructor(
    private readonly stays: StaysService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly plans: PlansService,
    private readonly devices: DeviceListsService,
  ) {}

  /**
   * @throws StayNotFoundError
   * @throws StayAlreadyDischargedError
   */
  async of(stayId: StayId): Promise<DischargePreview> {
    const { patientId } = await this.stays.getOpen(stayId);
    const [alerts, tasks, plan, devices] = await Promise.all([
      this.alerts.openOf([stayId]),
      this.tasks.openCountsOf([patientId]),
      this.plans.get(patientId),
      this.devices.heldBy(patientId),
    ]);
    return {
      stayId,
      openAlerts: alerts.length,
      openTasks: tasks.get(patientId) ?? 0,
      devices: devices.map(({ id, kind }) => ({ id, kind })),
      pauses: plan.pauses.length,
    };
  }
}
