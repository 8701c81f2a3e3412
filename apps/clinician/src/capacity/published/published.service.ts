import { Injectable } from '@nestjs/common';
import type { PublishedCapacity, PublishedImport } from '#libs/contracts';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PublishedTableRefusedError } from './published-errors.ts';
import { readPublishedTable } from './published-table.ts';
import { PublishedStore } from './published.store.ts';

/** Keeps the published national series, to stand beside one's own figures. A table is taken whole or not at all. */
@Injectable()
export class PublishedService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: PublishedStore,
  ) {}

  async all(): Promise<readonly PublishedCapacity[]> {
    return this.store.all();
  }

  /** @throws PublishedTableRefusedError naming row, column, what was found and what was expected. */
  async take(csv: string, context: CommandContext): Promise<PublishedImport> {
    const table = readPublishedTable(csv);
    if (!table.ok) throw new PublishedTableRefusedError(table.faults);
    const months = [...new Set(table.rows.map(({ month }) => month))].toSorted();
    const taken = { rows: table.rows.length, months };
    return this.commands.execute('take-published-capacity', context, async (command) => {
      await this.store.put(command.client, table.rows);
      command.audit({
        subject: { kind: 'published-capacity', id: 'national-series' },
        text: 'A table of the published national series was taken.',
        facts: taken,
      });
      return taken;
    });
  }
}
