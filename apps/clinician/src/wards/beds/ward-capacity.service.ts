import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type BedFigures,
  type CapacityQuery,
  type Closure,
  ClosureId,
  homewardItself,
  instant,
  type Instant,
  type NewClosure,
  type NewWard,
  type NewWardCapacity,
  type Page,
  type WardCapacity,
  WardId,
} from '#libs/contracts';
import type { Timers } from '#libs/timers';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK, TIMERS } from '../../parts.module.ts';
import { WardNotFoundError } from '../wards/ward-errors.ts';
import { WardsService } from '../wards/wards.service.ts';
import { CapacityRefusedError, ClosureAlreadyEndedError, ClosureNotFoundError } from './bed-errors.ts';
import { BedsService } from './beds.service.ts';
import { type CapacityFault, closureFaults, fromFaults, type KnownCapacity } from './capacity-faults.ts';
import { ClosuresStore } from './closures.store.ts';
import { WardCapacityStore } from './ward-capacity.store.ts';

const bedsChange = 'ward-beds-change';

/**
 * Says how many beds wards have, and which are closed, from when on. Entries are added and never changed, so that every past
 * figure can be had, as it was and as it was known. Fewer beds than patients are taken as they are: the ward is then over its
 * capacity, and the figures say so.
 */
@Injectable()
export class WardCapacityService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly wards: WardsService,
    private readonly beds: BedsService,
    private readonly store: WardCapacityStore,
    private readonly closures: ClosuresStore,
  ) {
    wards.opened.add((command, { wardId, asked }) => this.#open(command, wardId, asked));
    // What was to begin or to end by itself has: the screens are to see it.
    timers.register({
      kind: bedsChange,
      onDue: (client, due, entities) =>
        commands.executeWithin({ client, entities }, { name: bedsChange, by: homewardItself }, (command) => {
          command.changed(
            ...due.map(({ subject }) => ({ kind: 'ward' as const, wardId: WardId.parse(subject.split(' ')[0]) })),
          );
          return Promise.resolve();
        }),
    });
  }

  /** From when on each ward has beds at all. */
  async firstBeds(): Promise<ReadonlyMap<WardId, Date>> {
    return this.store.firstBeds();
  }

  /**
   * The figures of the ward.
   *
   * @throws WardNotFoundError
   * @throws AsOfInFutureError
   */
  async figures(wardId: WardId, query: CapacityQuery): Promise<BedFigures> {
    await this.wards.get(wardId);
    const figures = (await this.beds.figuresAt({ ...query, wardIds: [wardId] })).get(wardId);
    if (figures === undefined) throw new WardNotFoundError(wardId);
    return figures;
  }

  /**
   * Has the ward as many beds from a time on.
   *
   * @throws WardNotFoundError
   * @throws CapacityRefusedError
   */
  async set(wardId: WardId, asked: NewWardCapacity, context: CommandContext): Promise<WardCapacity> {
    return this.commands.execute('set-ward-capacity', context, async (command) => {
      const known = await this.#known(command, wardId);
      const from = timeOf(asked.from, command.at);
      assertFaultless(wardId, fromFaults(from, known));
      const entry = entryOf(command, { ...asked, wardId, from });
      await this.store.add(command.client, entry);
      const { beds, staffedBeds, reason } = entry;
      command.audit({
        subject: { kind: 'ward', id: wardId },
        text: `Has ${String(beds)} beds from ${from} on: ${reason}`,
        facts: { from, beds, staffedBeds },
      });
      this.#changed(command, wardId, [from]);
      return entry;
    });
  }

  /**
   * Every entry of the dated capacity, in the order in which they were recorded.
   *
   * @throws WardNotFoundError
   */
  async history(wardId: WardId): Promise<Page<WardCapacity>> {
    await this.wards.get(wardId);
    return { items: [...(await this.store.of(wardId, undefined))], nextCursor: null };
  }

  /**
   * Closes beds for a time, or until the closure is ended.
   *
   * @throws WardNotFoundError
   * @throws CapacityRefusedError
   */
  async close(wardId: WardId, asked: NewClosure, context: CommandContext): Promise<Closure> {
    return this.commands.execute('close-beds', context, async (command) => {
      const known = await this.#known(command, wardId);
      const { beds, reason } = asked;
      const from = timeOf(asked.from, command.at);
      const until = asked.until === undefined ? null : timeOf(asked.until, command.at);
      assertFaultless(wardId, closureFaults({ beds, from, until }, known));
      const id = ClosureId.parse(randomUUID());
      const { by, recordedAt } = authorship(command);
      const closure: Closure = { id, wardId, beds, from, until, reason, by, recordedAt, ended: null };
      await this.closures.add(command.client, closure);
      const during = until === null ? `from ${from} on` : `from ${from} until ${until}`;
      command.audit({
        subject: { kind: 'ward', id: wardId },
        text: `Closed ${String(beds)} beds ${during}: ${reason}`,
        facts: { closureId: id, beds, from, until },
      });
      this.#changed(command, wardId, until === null ? [from] : [from, until]);
      return closure;
    });
  }

  /**
   * Every closure of the ward, the newest beginning first; with `asOf`, as they were known then.
   *
   * @throws WardNotFoundError
   * @throws AsOfInFutureError
   */
  async listClosures(wardId: WardId, asOf?: string): Promise<Page<Closure>> {
    await this.wards.get(wardId);
    const items = await this.closures.of(wardId, asOfInstant(asOf, this.clock.now()));
    return { items: [...items], nextCursor: null };
  }

  /**
   * Opens the beds of a closure again, from now on. One that had not begun is taken back.
   *
   * @throws WardNotFoundError
   * @throws ClosureNotFoundError
   * @throws ClosureAlreadyEndedError
   */
  async endClosure(
    { wardId, closureId }: { readonly wardId: WardId; readonly closureId: ClosureId },
    reason: string,
    context: CommandContext,
  ): Promise<Closure> {
    return this.commands.execute('open-beds', context, async (command) => {
      await this.wards.lock(command, [wardId]);
      const closure = (await this.closures.of(wardId, undefined, command.client)).find(({ id }) => id === closureId);
      if (closure === undefined) throw new ClosureNotFoundError(wardId, closureId);
      const { by, recordedAt: at } = authorship(command);
      const over = closure.ended?.at ?? closure.until;
      if (over !== null && (closure.ended !== null || over <= at)) throw new ClosureAlreadyEndedError(closureId, over);
      const ended = { at, by, reason };
      await this.closures.end(command.client, closureId, ended);
      command.audit({
        subject: { kind: 'ward', id: wardId },
        text: `Opened ${String(closure.beds)} beds again: ${reason}`,
        facts: { closureId, beds: closure.beds },
      });
      this.#changed(command, wardId, []);
      return { ...closure, ended };
    });
  }

  /** Part of a command that has locked the ward: how many beds it had before it was opened here. */
  async addPast(command: Command, past: Pick<WardCapacity, 'wardId' | 'from' | 'beds' | 'reason'>): Promise<void> {
    const known = await this.store.of(past.wardId, undefined, command.client);
    const isKnown = known.some(({ from, beds }) => from <= past.from && beds === past.beds);
    if (!isKnown) await this.store.add(command.client, entryOf(command, past));
  }

  async #open(command: Command, wardId: WardId, asked: NewWard): Promise<void> {
    const entry = { ...asked, wardId, from: instant(command.at), reason: 'The ward was opened.' };
    await this.store.add(command.client, entryOf(command, entry));
  }

  async #known(command: Command, wardId: WardId): Promise<KnownCapacity> {
    const ward = (await this.wards.lock(command, [wardId])).get(wardId);
    if (ward === undefined) throw new WardNotFoundError(wardId);
    const entries = await this.store.of(wardId, undefined, command.client);
    const closures = await this.closures.of(wardId, undefined, command.client);
    return { openedAt: instant(ward.createdAt), entries, closures };
  }

  #changed(command: Command, wardId: WardId, times: readonly Instant[]): void {
    command.changed({ kind: 'ward', wardId });
    const toCome = times.filter((time) => time > instant(command.at));
    command.schedule(
      ...toCome.map((time) => ({
        kind: bedsChange,
        subject: `${wardId} ${time}`,
        revision: 1,
        dueAt: new Date(time),
      })),
    );
  }
}

function timeOf(asked: string | undefined, now: Date): Instant {
  return instant(asked === undefined ? now : Date.parse(asked));
}

function authorship({ by, at }: Command): Pick<WardCapacity, 'by' | 'recordedAt'> {
  return { by: { id: by.id, name: by.name }, recordedAt: instant(at) };
}

function entryOf(
  command: Command,
  asked: Omit<NewWardCapacity, 'from'> & Pick<WardCapacity, 'wardId' | 'from'>,
): WardCapacity {
  const { wardId, from, beds, staffedBeds = null, kits = null, acuityPoints = null, reason } = asked;
  return { wardId, from, beds, staffedBeds, kits, acuityPoints, reason, ...authorship(command) };
}

function assertFaultless(wardId: WardId, faults: readonly CapacityFault[]): void {
  if (faults.length > 0) throw new CapacityRefusedError(wardId, faults);
}
