import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  instant,
  type NewRota,
  type NewRotaOverride,
  type NewRotaSwap,
  type Page,
  pageFromRows,
  type PageQuery,
  type Rota,
  RotaId,
  type RotaOverride,
  RotaOverrideId,
  type RotaSwap,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { localTimeOf, swapOf } from '#libs/rota';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK, DATABASE } from '../../parts.module.ts';
import { StaffService } from '../people/staff.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { OnCallService } from './on-call.service.ts';
import { RotaNotFoundError, RotaOverrideNotFoundError, SwapRefusedError } from './rota-errors.ts';
import { type OverrideRecord, type RotaRecord, rulesOf, shownRota, warnedSpan } from './rota-record.ts';
import { RotasStore } from './rotas.store.ts';

const cursorKeys = z.tuple([z.string(), z.uuid()]);

/** Sets who has the turn when: rotas with their layers, and what is otherwise for a time. */
@Injectable()
export class RotasService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: RotasStore,
    private readonly onCall: OnCallService,
    private readonly staff: StaffService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws RotaNotFoundError */
  async get(id: RotaId): Promise<Rota> {
    const record = await this.store.find(this.database.pool, id);
    if (record === undefined) throw new RotaNotFoundError(id);
    return this.shown(this.database.pool, record, this.clock.now());
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Rota>> {
    const now = this.clock.now();
    const records = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    const page = pageFromRows(records, {
      limit: query.limit,
      toItem: (record) => record,
      keysOf: ({ name, id }) => [name, id],
    });
    const rotas = await this.onCall.inSpan(this.database.pool, page.items, warnedSpan(now));
    return { items: rotas.map((rota) => shownRota(rota, now)), nextCursor: page.nextCursor };
  }

  /**
   * Sets up a rota. One with gaps is taken; the answer names them.
   *
   * @throws InvalidRequestError naming the people that do not exist.
   */
  async add(asked: NewRota, context: CommandContext): Promise<Rota> {
    return this.commands.execute('add-rota', context, async (command) => {
      const record: RotaRecord = { id: RotaId.parse(randomUUID()), ...withLocalStarts(asked), revision: 1 };
      await this.#assertPeople(command, record);
      await this.store.add(command.client, record);
      return this.audited(command, record, { text: 'The rota was set up.' });
    });
  }

  /**
   * Changes a rota; its overrides stay.
   *
   * @throws RotaNotFoundError
   * @throws InvalidRequestError naming the people that do not exist.
   * @throws ChangedMeanwhileError
   */
  async change(id: RotaId, asked: NewRota, context: CommandContext): Promise<Rota> {
    return this.commands.execute('change-rota', context, async (command) => {
      const before = await this.lock(command, id);
      const record = { ...before, ...withLocalStarts(asked), revision: before.revision + 1 };
      await this.#assertPeople(command, record);
      await this.store.update(command.client, record);
      return this.audited(command, record, { text: 'The rota was changed.' });
    });
  }

  /**
   * Gives a person the turn for a time.
   *
   * @throws RotaNotFoundError
   * @throws InvalidRequestError naming a person that does not exist.
   * @throws ChangedMeanwhileError
   */
  async override(id: RotaId, asked: NewRotaOverride, context: CommandContext): Promise<RotaOverride> {
    return this.commands.execute('override-rota', context, async (command) => {
      const before = await this.lock(command, id);
      await this.staff.assertPeople(command.client, [{ path: 'personId', id: asked.personId }]);
      const override = newOverride(id, 'hand', {
        start: Date.parse(asked.from),
        end: Date.parse(asked.until),
        personId: asked.personId,
      });
      const { revision } = await this.addOverrides(command, before, {
        overrides: [override],
        text: 'A person was given the turn for a time.',
      });
      return { ...override, revision };
    });
  }

  /**
   * Takes an override away.
   *
   * @throws RotaNotFoundError
   * @throws RotaOverrideNotFoundError
   * @throws ChangedMeanwhileError
   */
  async removeOverride(id: RotaId, overrideId: RotaOverrideId, context: CommandContext): Promise<RotaOverride> {
    return this.commands.execute('remove-rota-override', context, async (command) => {
      const before = await this.lock(command, id);
      const removed = await this.store.removeOverride(command.client, id, overrideId);
      if (removed === undefined) throw new RotaOverrideNotFoundError(id, overrideId);
      const { revision } = await this.#raise(command, before);
      await this.audited(command, { ...before, revision }, { text: 'An override was removed.', facts: { removed } });
      return { ...removed, revision };
    });
  }

  /**
   * Has two people exchange shifts: both, or neither.
   *
   * @throws RotaNotFoundError
   * @throws SwapRefusedError
   * @throws ChangedMeanwhileError
   */
  async swap(id: RotaId, { shiftA, shiftB }: NewRotaSwap, context: CommandContext): Promise<RotaSwap> {
    return this.commands.execute('swap-shifts', context, async (command) => {
      const before = await this.lock(command, id);
      const [timeA, timeB] = [Date.parse(shiftA.start), Date.parse(shiftB.start)];
      const span = { start: Math.min(timeA, timeB), end: Math.max(timeA, timeB) + 1 };
      const [rota] = await this.onCall.inSpan(command.client, [before], span);
      if (rota === undefined) throw new RotaNotFoundError(id);
      const swap = swapOf(rulesOf(rota), timeA, timeB);
      if (!swap.possible) throw new SwapRefusedError(id, swap.shift, swap.because);
      const overrides = swap.overrides.map((shift) => newOverride(id, 'swap', shift));
      const text = 'Two people exchanged shifts.';
      const { revision } = await this.addOverrides(command, before, { overrides, text });
      return { overrides: overrides.map((override) => ({ ...override, revision })), revision };
    });
  }

  /**
   * Part of a command: the rota, which no other command changes until the transaction ends.
   *
   * @throws RotaNotFoundError
   * @throws ChangedMeanwhileError
   */
  async lock(command: Command, id: RotaId): Promise<RotaRecord> {
    const record = await this.store.lock(command.client, id);
    if (record === undefined) throw new RotaNotFoundError(id);
    await command.expectRevision({ kind: 'rota', id }, record);
    return record;
  }

  /** Part of a command: adds overrides, the later ones above the earlier, to a rota that is locked. */
  async addOverrides(
    command: Command,
    before: RotaRecord,
    { overrides, text }: { readonly overrides: readonly OverrideRecord[]; readonly text: string },
  ): Promise<Rota> {
    await this.store.addOverrides(command.client, overrides);
    const record = await this.#raise(command, before);
    return this.audited(command, record, { text, facts: { added: overrides } });
  }

  /** Part of a command: removes what was read from a calendar and is not over. */
  async removeCalendar({ client, at }: Command, id: RotaId): Promise<void> {
    await this.store.removeCalendar(client, id, at);
  }

  async #raise({ client }: Command, before: RotaRecord): Promise<RotaRecord> {
    const record = { ...before, revision: before.revision + 1 };
    await this.store.update(client, record);
    return record;
  }

  /** Keeps in the audit how the rota is now. */
  async audited(
    command: Command,
    record: RotaRecord,
    { text, facts = {} }: { readonly text: string; readonly facts?: Readonly<Record<string, unknown>> },
  ): Promise<Rota> {
    const rota = await this.shown(command.client, record, command.at);
    const { gaps: _follow, ...state } = rota;
    command.audit({
      subject: { kind: 'rota', id: rota.id },
      revision: rota.revision,
      text,
      facts: { ...facts, gaps: rota.gaps.length },
      state,
    });
    return rota;
  }

  async shown(client: Queryable, record: RotaRecord, now: Date): Promise<Rota> {
    const [rota] = await this.onCall.inSpan(client, [record], warnedSpan(now));
    if (rota === undefined) throw new RotaNotFoundError(record.id);
    return shownRota(rota, now);
  }

  async #assertPeople({ client }: Command, { layers }: RotaRecord): Promise<void> {
    const named = layers.flatMap(({ personIds }, layer) =>
      personIds.map((id, index) => ({ path: `layers.${String(layer)}.personIds.${String(index)}`, id })),
    );
    await this.staff.assertPeople(client, named);
  }
}

/** Starts by the clocks of the rota's zone, however they were given. */
function withLocalStarts({ name, timeZone, layers }: NewRota): Pick<RotaRecord, 'name' | 'timeZone' | 'layers'> {
  return { name, timeZone, layers: layers.map((layer) => ({ ...layer, start: localTimeOf(layer.start, timeZone) })) };
}

/** An override that has not been kept yet. Times are in milliseconds since 1970. */
export function newOverride(
  rotaId: RotaId,
  source: RotaOverride['source'],
  { start, end, personId }: { readonly start: number; readonly end: number; readonly personId: string },
): OverrideRecord {
  const id = RotaOverrideId.parse(randomUUID());
  return { id, rotaId, from: instant(start), until: instant(end), personId, source };
}
