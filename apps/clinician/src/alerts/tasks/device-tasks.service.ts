import { Injectable } from '@nestjs/common';
import type { PatientId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { type DeviceRefusals, saysOfClock } from '../../devices/devices/refusals.ts';
import { refusedTask } from './refused-task.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

const kind = 'device-refused';

/** Has the tasks follow the devices that are refused: one for each, on the row of the patient on a ward who has it. */
@Injectable()
export class DeviceTasksService {
  constructor(
    private readonly stays: StaysService,
    private readonly tasks: TasksStore,
    private readonly writer: TaskWriter,
  ) {}

  /** @param refused every device that is being refused now: the tasks for others are over. */
  async follow(command: Command, refused: readonly DeviceRefusals[]): Promise<void> {
    const patientIds = refused.flatMap(({ patientId }) => patientId ?? []);
    const open = await this.tasks.openOfKind(command.client, kind);
    const concerned = new Set<PatientId>([...patientIds, ...open.map(({ patientId }) => patientId)]);
    if (concerned.size === 0) return;
    const stays = await this.stays.lockOpen(command.client, [...concerned].toSorted());
    const wanted = new Set<string>();
    for (const one of refused.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1))) {
      const { patientId } = one;
      const stay = patientId === null ? undefined : stays.get(patientId);
      if (patientId === null || stay === undefined) continue;
      wanted.add(`${stay.id} ${one.deviceId}`);
      const known = open.find(({ stayId, subject }) => stayId === stay.id && subject === one.deviceId);
      if (known === undefined || !saysOfClock(known.words, one))
        await this.writer.schedule(command, refusedTask(one, { id: stay.id, patientId }));
    }
    const ended = open.filter(({ stayId, subject }) => !wanted.has(`${stayId} ${subject}`));
    const locked = await this.tasks.lockMany(
      command.client,
      ended.map(({ id }) => id),
    );
    for (const task of locked.values()) {
      if (task.state !== 'open') continue;
      const outcome = 'Nothing that the device sends is refused any more.';
      await this.writer.close(command, task, { state: 'cancelled', outcome, undoableUntil: null });
    }
  }
}
