import { type RuleBook, RuleSetError } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import type { OnModuleInit } from '@nestjs/common';
import { PlansStore } from './plans.store.ts';

/** The longest that a plan may let a reading be late: so long the time of a plan may still be corrected. */
const correctableForMs = 168 * 3_600_000;

/**
 * Refuses to start without the rule sets that are in use: every patient who is on them would be parked at once. While the
 * service runs, `LiveRuleBook` refuses to let go of any rule set that is in force.
 */
export class RulesInUseService implements OnModuleInit {
  constructor(
    private readonly parts: {
      readonly database: Pick<Database, 'pool'>;
      readonly clock: Clock;
      readonly ruleBook: { readonly current: RuleBook };
    },
  ) {}

  /** @throws RuleSetError listing every rule set that is missing, and where it was expected. */
  async onModuleInit(): Promise<void> {
    const { database, clock, ruleBook } = this.parts;
    const since = new Date(clock.now().getTime() - correctableForMs);
    const missing = (await new PlansStore().ruleSetsInUse(database.pool, since)).filter(
      ({ id, version }) => ruleBook.current.pathway(id, version) === undefined,
    );
    if (missing.length === 0) return;
    throw new RuleSetError(
      missing.map(({ id, version }) => ({
        file: `pathways/${id}.v${String(version)}.json`,
        path: '',
        message: `Found no ${id}@${String(version)}; expected it, since patients' plans name it.`,
      })),
    );
  }
}
