import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type ChangePatientFlags,
  instant,
  type Instant,
  type Page,
  type PatientFlag,
  PatientFlags,
  type PatientFlagsHistoryEntry,
  type PatientId,
  PatientNotFoundError,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { FlagsStore } from './flags.store.ts';
import { flagsInOrder, flagsWithout, textOfChange } from './flag-change.ts';

/** Knows what has to be known of a patient wherever they are shown: now, or as it was known at an instant. */
@Injectable()
export class FlagsService {
  /** Runs within the transaction of every change of a patient's flags. */
  readonly changed = new Hook<PatientFlags>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly store: FlagsStore,
    private readonly patients: PatientsService,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async get(patientId: PatientId, asked?: string): Promise<PatientFlags> {
    const asOf = asOfInstant(asked, this.clock.now());
    await this.patients.assertExists(patientId);
    return (await this.getMany([patientId], asOf)).get(patientId) ?? noFlags(patientId);
  }

  /** Of those patients who have, or ever had, a flag; with `asOf`, as it was known then. */
  async getMany(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, PatientFlags>> {
    if (patientIds.length === 0) return new Map();
    const found =
      asOf === undefined
        ? await this.store.of(patientIds)
        : await this.audit.statesAt<PatientFlags>('patient-flags', asOf, patientIds);
    return new Map(found.map((flags) => [flags.patientId, flags]));
  }

  /** Of each patient, also of those who never had a flag. */
  async getAll(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientFlags>> {
    const found = await this.getMany(patientIds);
    return new Map(patientIds.map((patientId) => [patientId, found.get(patientId) ?? noFlags(patientId)]));
  }

  /** Part of a command: the flags of each patient who has any. */
  async flagsWithin(
    { client }: Command,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, PatientFlag[]>> {
    const found = await this.store.of(patientIds, client);
    return new Map(found.map(({ patientId, flags }) => [patientId, flags]));
  }

  /** The flags of each patient who has any; with `asOf`, those of then. */
  async flagsOf(patientIds: readonly PatientId[], asOf?: Instant): Promise<ReadonlyMap<PatientId, PatientFlag[]>> {
    const found = await this.getMany(patientIds, asOf);
    return new Map([...found].map(([patientId, { flags }]) => [patientId, flags]));
  }

  /**
   * Sets all flags of the patient; those that stand already change nothing.
   *
   * @throws PatientNotFoundError
   * @throws ChangedMeanwhileError
   */
  async change(
    patientId: PatientId,
    { flags, reason }: ChangePatientFlags,
    context: CommandContext,
  ): Promise<PatientFlags> {
    return this.commands.execute('change-flags', context, async (command) => {
      const { client } = command;
      if ((await this.patients.lock(client, patientId)) === undefined) throw new PatientNotFoundError(patientId);
      const [before = noFlags(patientId)] = await this.store.of([patientId], client);
      await command.expectRevision({ kind: 'patient-flags', id: patientId }, before);
      return this.#set(command, before, { flags, reason });
    });
  }

  /**
   * Part of a merge, with both patients locked: gives the one the flags of the other that it does not have.
   *
   * @returns those flags.
   */
  async carry(
    command: Command,
    { from, to, reason }: { readonly from: PatientId; readonly to: PatientId; readonly reason: string },
  ): Promise<readonly PatientFlag[]> {
    const records = new Map((await this.store.of([from, to], command.client)).map((one) => [one.patientId, one]));
    const before = records.get(to) ?? noFlags(to);
    const added = flagsWithout(records.get(from)?.flags ?? [], before.flags);
    await this.#set(command, before, { flags: [...before.flags, ...added], reason });
    return added;
  }

  /** How many flags of the one the other does not have, by the given connection. */
  async countToCarry(
    client: Pick<PoolClient, 'query'>,
    { from, to }: { readonly from: PatientId; readonly to: PatientId },
  ): Promise<number> {
    const records = new Map((await this.store.of([from, to], client)).map((one) => [one.patientId, one]));
    return flagsWithout(records.get(from)?.flags ?? [], records.get(to)?.flags ?? []).length;
  }

  /** Part of undoing a merge, with the patient locked: takes away the flags that it brought, as far as they still stand. */
  async takeAway(
    command: Command,
    patientId: PatientId,
    { flags, reason }: { readonly flags: readonly PatientFlag[]; readonly reason: string },
  ): Promise<void> {
    const [before = noFlags(patientId)] = await this.store.of([patientId], command.client);
    await this.#set(command, before, { flags: flagsWithout(before.flags, flags), reason });
  }

  async #set(
    command: Command,
    before: PatientFlags,
    { flags, reason }: { readonly flags: readonly PatientFlag[]; readonly reason: string },
  ): Promise<PatientFlags> {
    const { patientId } = before;
    const wanted = flagsInOrder(flags);
    if (JSON.stringify(wanted) === JSON.stringify(flagsInOrder(before.flags))) return before;
    const by = { id: command.by.id, name: command.by.name };
    const revision = before.revision + 1;
    const after = { patientId, flags: wanted, changed: { at: instant(command.at), by, reason }, revision };
    await this.store.save(command.client, after);
    const kinds = wanted.map(({ kind }) => kind);
    const text = textOfChange(before.flags, wanted, reason);
    const subject = { kind: 'patient-flags', id: patientId } as const;
    command.audit({ subject, patientId, revision, text, facts: { kinds }, state: after });
    command.changed({ kind: 'flags', patientId });
    await this.changed.run(command, after);
    return after;
  }

  /**
   * The flags as they were from each change on, oldest first.
   *
   * @throws PatientNotFoundError
   */
  async history(patientId: PatientId): Promise<Page<PatientFlagsHistoryEntry>> {
    await this.patients.assertExists(patientId);
    const records = await this.audit.of({ kind: 'patient-flags', id: patientId });
    const items = records.map(({ at, by, text, state }) => ({ at, by, text, flags: PatientFlags.parse(state) }));
    return { items, nextCursor: null };
  }
}

const noFlags = (patientId: PatientId): PatientFlags => ({ patientId, flags: [], changed: null, revision: 0 });
