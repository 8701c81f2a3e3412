import { Injectable } from '@nestjs/common';
import { instant } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import type { CallForHelp } from '../../record/chart/call-for-help.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { CallAlertsService } from '../technical-alerts/call-alerts.service.ts';
import { callTask } from './call-task.ts';
import { TaskWriter } from './task-writer.service.ts';

/**
 * A call for help that no alert can come of is a task: of a patient who has been discharged, for the ward that discharged
 * them, and of one on a ward whose call came too late to alert. Of a person who has never been on one it is a technical alert.
 */
@Injectable()
export class CallTasksService {
  constructor(
    private readonly stays: StaysService,
    private readonly writer: TaskWriter,
    private readonly callAlerts: CallAlertsService,
    charting: ChartingService,
  ) {
    charting.called.add((command, calls) => this.#onCalls(command, calls));
  }

  async #onCalls(command: Command, calls: readonly CallForHelp[]): Promise<void> {
    const patientIds = [...new Set(calls.map(({ patientId }) => patientId))].toSorted();
    const open = await this.stays.lockOpen(command.client, patientIds);
    const unanswered = calls.filter(
      ({ patientId, observation }) => observation.tooLateToScore === true || !open.has(patientId),
    );
    if (unanswered.length === 0) return;
    const ended = await this.stays.lastEnded(command.client, patientIds);
    for (const call of unanswered) {
      const onWard = open.get(call.patientId);
      const stayId = onWard?.id ?? ended.get(call.patientId);
      if (stayId === undefined) {
        await this.callAlerts.raise(command, call);
        continue;
      }
      await this.writer.schedule(
        command,
        callTask(call, { stayId, isOnWard: onWard !== undefined }, instant(command.at)),
      );
    }
  }
}
