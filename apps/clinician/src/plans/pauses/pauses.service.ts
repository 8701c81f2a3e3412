import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  instant,
  type MonitoringPause,
  type NewPause,
  type Page,
  type PatientId,
  PauseId,
  type Person,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { ActsService } from '../../commands/commands.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { PlansService } from '../plans/plans.service.ts';
import { PatientNotAdmittedError } from './pause-errors.ts';
import { withoutPause, withPause } from './pausing.ts';

/**
 * Begins and ends the times during which nobody waits for a patient's readings. They are a part of the plan, so they go out
 * with it and end by themselves at their own time; nothing else of the plan changes with them, and readings that do come
 * count as ever.
 */
@Injectable()
export class PausesService {
  constructor(
    private readonly acts: ActsService,
    private readonly plans: PlansService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Those in force and to come, in order.
   *
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async list(patientId: PatientId, asOf: string | undefined): Promise<Page<MonitoringPause>> {
    const plan = await this.plans.get(patientId, asOfInstant(asOf, this.clock.now()));
    return { items: plan.pauses, nextCursor: null };
  }

  /**
   * @throws PatientNotFoundError
   * @throws PatientNotAdmittedError
   * @throws PauseRefusedError
   * @throws PauseOverlapsError
   */
  async begin(patientId: PatientId, asked: NewPause, by: Person): Promise<MonitoringPause> {
    const id = PauseId.parse(randomUUID());
    return this.acts.carryOut({ act: 'pause-monitoring', by }, async (act) => {
      const at = instant(act.at);
      const { revision, pause } = await this.plans.changePauses(act, patientId, ({ stay, pauses }) => {
        if (stay === null) throw new PatientNotAdmittedError(patientId);
        return withPause(pauses, asked, { id, by: by.name, at });
      });
      await act.record({ kind: 'patient', id: patientId }, { revision, pauseId: id });
      return pause;
    });
  }

  /**
   * Ends a pause before its time, or takes back one that has not begun.
   *
   * @throws PatientNotFoundError
   * @throws PauseNotFoundError
   */
  async end(patientId: PatientId, id: PauseId, by: Person): Promise<MonitoringPause> {
    return this.acts.carryOut({ act: 'end-pause', by }, async (act) => {
      const { revision, pause } = await this.plans.changePauses(act, patientId, ({ pauses }) =>
        withoutPause(pauses, id, instant(act.at)),
      );
      await act.record({ kind: 'patient', id: patientId }, { revision, pauseId: id });
      return pause;
    });
  }
}
