import { Injectable } from '@nestjs/common';
import { instant, isOpenStay, type PatientId, type Stay } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { type StayChange, StaysService } from '../../wards/stays/stays.service.ts';
import { kitTask, leaveTask } from './stay-tasks.ts';
import type { TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

/**
 * Has the tasks follow the stays: the end of a stay closes its tasks and opens one to recover the kit that the patient still
 * has; a leave has one that falls due when the patient is to be back.
 */
@Injectable()
export class StayTasksService {
  constructor(
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly devices: DevicesService,
    stays: StaysService,
  ) {
    stays.changed.add((command, change) => this.#followStay(command, change));
    devices.recovered.add((command, { patientId }) => this.#followRecovery(command, patientId));
  }

  async #followStay(command: Command, { after, change }: StayChange): Promise<void> {
    const open = change === 'admitted' ? [] : await this.store.lockOpenOfStay(command.client, after.id);
    if (!isOpenStay(after)) return this.#end(command, after, open);
    const task = leaveTask(after);
    if (change === 'on-leave' && task !== undefined) await this.writer.schedule(command, task);
    const pointless = open.filter(({ kind }) => isPointless(kind, change));
    for (const before of pointless) await this.#cancel(command, before, 'The patient is on the ward.');
    const moved = open.filter((one) => !pointless.includes(one) && one.dueAt <= instant(command.at));
    // A transfer moves them to another ward: both show them.
    command.changed(...moved.map(({ id }) => ({ kind: 'task' as const, taskId: id })));
  }

  async #end(command: Command, stay: Stay, open: readonly TaskRecord[]): Promise<void> {
    for (const before of open) await this.#cancel(command, before, 'The stay has ended.');
    const held = await this.devices.heldBy([stay.patientId], { client: command.client });
    const task = kitTask(stay, held.get(stay.patientId) ?? [], instant(command.at));
    if (task !== undefined) await this.writer.schedule(command, task);
  }

  /** The last device that comes back leaves nothing to fetch. */
  async #followRecovery(command: Command, patientId: PatientId): Promise<void> {
    const open = await this.store.lockKitToRecover(command.client, patientId);
    if (open.length === 0) return;
    const held = await this.devices.heldBy([patientId], { client: command.client });
    if (held.has(patientId)) return;
    for (const before of open) await this.#cancel(command, before, 'The kit has been recovered.');
  }

  async #cancel(command: Command, before: TaskRecord, outcome: string): Promise<void> {
    await this.writer.close(command, before, { state: 'cancelled', outcome, undoableUntil: null });
  }
}

/** Whether there is nothing left to do of a task, the patient being on the ward again. */
function isPointless(kind: TaskRecord['kind'], change: StayChange['change']): boolean {
  return (kind === 'leave-overdue' && change === 'returned') || (kind === 'recover-kit' && change === 'reinstated');
}
