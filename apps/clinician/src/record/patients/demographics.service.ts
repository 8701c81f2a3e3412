import { Injectable } from '@nestjs/common';
import { type CorrectDemographics, type Demographics, type PatientId, PatientNotFoundError } from '#libs/contracts';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { changedParts, textOfCorrection } from './demographics-change.ts';
import { BirthDateImpossibleError, NhsNumberTakenError } from './patient-errors.ts';
import { PatientsService } from './patients.service.ts';
import { PatientsStore } from './patients.store.ts';

/**
 * Corrects who a patient is. What follows from it follows in the same transaction: the plan, and by it exclusion, chart and
 * score; who may be registered twice; by what a search finds them.
 */
@Injectable()
export class DemographicsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly patients: PatientsService,
    private readonly store: PatientsStore,
  ) {}

  /** @throws PatientNotFoundError */
  async get(patientId: PatientId): Promise<Demographics> {
    const found = await this.store.demographics(patientId);
    if (found === undefined) throw new PatientNotFoundError(patientId);
    return found;
  }

  /**
   * A correction to what stands already changes nothing.
   *
   * @throws PatientNotFoundError
   * @throws ChangedMeanwhileError
   * @throws BirthDateImpossibleError
   * @throws NhsNumberTakenError naming the patient who has it.
   */
  async correct(
    patientId: PatientId,
    { reason, ...who }: CorrectDemographics,
    context: CommandContext,
  ): Promise<Demographics> {
    return this.commands.execute('correct-demographics', context, async (command) => {
      const before = await this.store.lockDemographics(command.client, patientId);
      if (before === undefined) throw new PatientNotFoundError(patientId);
      await command.expectRevision({ kind: 'demographics', id: patientId }, before);
      const fields = changedParts(before, who);
      if (fields.length === 0) return before;
      const fault = this.patients.birthDateFault(command, who);
      if (fault !== undefined) throw new BirthDateImpossibleError(fault);
      const other = await this.store.byNhsNumber(command.client, who.nhsNumber);
      if (other !== undefined && other.id !== patientId) throw new NhsNumberTakenError(other.id);
      const revision = before.revision + 1;
      const after = { ...who, patientId, revision };
      await this.store.correct(command.client, after);
      command.audit({
        subject: { kind: 'demographics', id: patientId },
        patientId,
        revision,
        text: textOfCorrection(before, after, reason),
        facts: { fields },
        state: after,
      });
      command.changed({ kind: 'flags', patientId });
      await this.patients.corrected.run(command, { before, after });
      return after;
    });
  }
}
