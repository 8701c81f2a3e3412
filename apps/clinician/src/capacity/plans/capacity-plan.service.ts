import { Injectable } from '@nestjs/common';
import { BenefitClaims, CapacityTargets, type NewBenefitClaims, type NewCapacityTargets } from '#libs/contracts';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CapacityPlanStore, type PlanPart, type PlanRecord } from './capacity-plan.store.ts';

/**
 * Keeps what plans say: how many beds there are to be by when, and how many bed days a stay is to save. Plans that disagree
 * stand side by side, each with its source; none is a constant of the code.
 */
@Injectable()
export class CapacityPlanService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: CapacityPlanStore,
  ) {}

  async targets(): Promise<CapacityTargets> {
    return CapacityTargets.parse(await this.store.find('targets'));
  }

  async claims(): Promise<BenefitClaims> {
    return BenefitClaims.parse(await this.store.find('claims'));
  }

  /** @throws ChangedMeanwhileError */
  async putTargets({ items }: NewCapacityTargets, context: CommandContext): Promise<CapacityTargets> {
    const inOrder = items.toSorted((one, other) =>
      `${one.series} ${one.date}` < `${other.series} ${other.date}` ? -1 : 1,
    );
    return CapacityTargets.parse(await this.#put('targets', inOrder, context));
  }

  /** @throws ChangedMeanwhileError */
  async putClaims({ items }: NewBenefitClaims, context: CommandContext): Promise<BenefitClaims> {
    const inOrder = items.toSorted((one, other) => (one.pathway < other.pathway ? -1 : 1));
    return BenefitClaims.parse(await this.#put('claims', inOrder, context));
  }

  async #put(part: PlanPart, items: readonly unknown[], context: CommandContext): Promise<PlanRecord> {
    return this.commands.execute(`change-capacity-${part}`, context, async (command) => {
      const subject = { kind: 'capacity-plan', id: part } as const;
      const before = await this.store.lock(command.client, part);
      await command.expectRevision(subject, before);
      const after = { items, revision: before.revision + 1 };
      await this.store.save(command.client, part, after);
      command.audit({ subject, revision: after.revision, text: `The ${part} were changed.`, state: after });
      return after;
    });
  }
}
