import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type Demographics,
  type NamedPatient,
  type NewPatient,
  type Page,
  pageFromRows,
  PatientId,
  PatientMergedError,
  PatientNotFoundError,
  type PatientSearchQuery,
} from '#libs/contracts';
import { together } from '#libs/database';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { birthDateFault } from './birth-date.ts';
import { BirthDateImpossibleError, NhsNumberTakenError } from './patient-errors.ts';
import type { MergeableRecord, PatientIdentity } from './patient-identity.ts';
import { type PatientSortKeys, PatientsStore } from './patients.store.ts';
import { searchedWords } from './search-words.ts';

// Booleans are numbers in a cursor: 1 for those without an open stay.
const idCursor = z.tuple([PatientId]);
/** Of a search, which is asked in a body. */
const cursor = z.tuple([z.literal([0, 1]), z.string(), z.string(), z.uuid()]);

/** More records than this with one name and birth date are not listed: it is a test, or a name for the unknown. */
const mostNamesakes = 20;

/** Knows who the patients are. */
@Injectable()
export class PatientsService {
  /** A patient has been registered: from then on there is a monitoring plan, at first without a stay. */
  readonly registered = new Hook<PatientIdentity>();
  /** It was corrected who a patient is. */
  readonly corrected = new Hook<{ readonly before: Demographics; readonly after: Demographics }>();

  constructor(
    private readonly commands: CommandsService,
    private readonly store: PatientsStore,
  ) {}

  /**
   * @throws NhsNumberTakenError naming the patient who has it.
   * @throws BirthDateImpossibleError
   */
  async register(patient: NewPatient, context: CommandContext): Promise<PatientIdentity> {
    return this.commands.execute('register-patient', context, (command) => this.registerWithin(command, patient));
  }

  /**
   * Part of a command that registers the patient on the way to something else.
   *
   * @throws NhsNumberTakenError naming the patient who has it.
   * @throws BirthDateImpossibleError
   */
  async registerWithin(command: Command, patient: NewPatient): Promise<PatientIdentity> {
    const fault = this.birthDateFault(command, patient);
    if (fault !== undefined) throw new BirthDateImpossibleError(fault);
    const id = PatientId.parse(randomUUID());
    const registered = await this.store.add(command.client, { ...patient, id, createdAt: command.at });
    if (registered === undefined) {
      const other = await this.store.byNhsNumber(command.client, patient.nhsNumber);
      throw new NhsNumberTakenError(other?.id ?? 'unknown');
    }
    await this.registered.run(command, registered);
    command.audit({ subject: { kind: 'patient', id }, patientId: id, text: 'The patient was registered.' });
    return registered;
  }

  /** Why no patient can have been born on that day, what was found and what was expected; undefined where one can. */
  birthDateFault({ at }: Command, { birthDate }: Pick<NewPatient, 'birthDate'>): string | undefined {
    return birthDateFault(birthDate, at);
  }

  /** Part of a command: the patient who has the NHS number, where one is registered. */
  async byNhsNumber({ client }: Command, nhsNumber: string): Promise<PatientIdentity | undefined> {
    return this.store.byNhsNumber(client, nhsNumber);
  }

  /**
   * Of each patient the records that may be of the same person: the same name and birth date under another NHS number. A
   * patient without any is left out.
   */
  async possibleDuplicatesOf(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, readonly PatientIdentity[]>> {
    const found = ids.length === 0 ? [] : await this.store.namesakesOf(ids, mostNamesakes);
    const byPatient = Map.groupBy(found, ({ of }) => of);
    return new Map([...byPatient].map(([id, others]) => [id, others.map(({ patient }) => patient)]));
  }

  /**
   * @throws PatientNotFoundError
   * @throws PatientMergedError naming the record that stays.
   */
  async get(id: PatientId): Promise<PatientIdentity> {
    await this.assertExists(id);
    const patient = (await this.findMany([id])).get(id);
    if (patient === undefined) throw new PatientNotFoundError(id);
    return patient;
  }

  /** Those of the patients that are registered. */
  async findMany(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientIdentity>> {
    const rows = ids.length === 0 ? [] : await this.store.findMany(ids);
    return new Map(rows.map((patient) => [patient.id, patient]));
  }

  /** The names of those of the patients that are registered. */
  async namesOf(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, NamedPatient>> {
    const patients = await this.findMany([...new Set(ids)]);
    return new Map(
      [...patients].map(([patientId, { givenName, familyName }]) => [patientId, { patientId, givenName, familyName }]),
    );
  }

  /**
   * Part of a command: no other command that locks the patient goes on until the transaction ends.
   *
   * @throws PatientMergedError naming the record that stays.
   */
  async lock(client: PoolClient, id: PatientId): Promise<PatientIdentity | undefined> {
    const locked = await this.store.lock(client, id);
    if (locked !== undefined && locked.mergedInto !== null) throw new PatientMergedError(id, locked.mergedInto);
    return locked?.patient;
  }

  /**
   * @throws PatientNotFoundError
   * @throws PatientMergedError naming the record that stays.
   */
  async assertExists(id: PatientId): Promise<void> {
    const found = await this.store.find(id);
    if (found === undefined) throw new PatientNotFoundError(id);
    if (found.mergedInto !== null) throw new PatientMergedError(id, found.mergedInto);
  }

  /** Part of taking in what came off the log, and the first thing that it locks: no merge begins until the transaction ends. */
  async holdMerges(client: PoolClient): Promise<void> {
    await this.store.holdMerges(client, 'shared');
  }

  /**
   * Part of taking in what came off the log, and the first thing that it locks: the record that each of these patients is
   * found under, where theirs was merged. What was on its way while the records were merged is thus taken in either before
   * the merge, and carried by it, or after it, and under the record that stays.
   */
  async survivorsOf(client: PoolClient, ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientId>> {
    const [, survivors] = await together([
      this.store.holdMerges(client, 'shared'),
      this.store.survivorsOf(client, [...new Set(ids)]),
    ]);
    return survivors;
  }

  /**
   * Part of a merge, and the first thing that it locks: both records. Nothing of them is taken in or changed until the
   * transaction ends.
   *
   * @throws PatientNotFoundError
   */
  async lockToMerge(
    client: PoolClient,
    ids: readonly [PatientId, PatientId],
  ): Promise<ReadonlyMap<PatientId, MergeableRecord>> {
    await this.store.holdMerges(client, 'exclusive');
    const found = new Map((await this.store.lockToMerge(client, ids)).map((one) => [one.patient.id, one]));
    const missing = ids.find((id) => !found.has(id));
    if (missing !== undefined) throw new PatientNotFoundError(missing);
    return found;
  }

  /** Those of the records that there are, as they are now. */
  async mergeable(ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, MergeableRecord>> {
    return new Map((await this.store.mergeable(ids)).map((one) => [one.patient.id, one]));
  }

  /** Part of a merge: from now on the duplicate is found under the other record, by its NHS number and its names as well. */
  async merge(client: PoolClient, duplicateId: PatientId, survivorId: PatientId): Promise<void> {
    await this.store.setMergedInto(client, duplicateId, survivorId);
    await this.store.setSearchWords(client, survivorId);
  }

  /** Part of undoing a merge: each is found under itself again. */
  async part(client: PoolClient, duplicateId: PatientId, survivorId: PatientId): Promise<void> {
    await this.store.setMergedInto(client, duplicateId, null);
    await this.store.setSearchWords(client, survivorId);
  }

  /** Part of a command that admits or discharges the patient, whom it has locked. */
  async setHasOpenStay(client: PoolClient, id: PatientId, hasOpenStay: boolean): Promise<void> {
    await this.store.setHasOpenStay(client, id, hasOpenStay);
  }

  /**
   * By name; where they are searched for, those with an open stay first.
   *
   * @param deviceHolders patients who are found by the same search for a device that they have.
   * @throws InvalidCursorError
   */
  async list(query: PatientSearchQuery, deviceHolders: readonly PatientId[] = []): Promise<Page<PatientIdentity>> {
    if (query.search === undefined) {
      const [after] = decodeCursor(query.cursor, idCursor) ?? [];
      const listed = await this.store.list(query, after);
      // Without the name: this cursor goes into addresses.
      return pageFromRows(listed, { limit: query.limit, toItem: (patient) => patient, keysOf: ({ id }) => [id] });
    }
    const after = sortKeysOf(decodeCursor(query.cursor, cursor));
    const among = { words: searchedWords(query.search), among: deviceHolders };
    const rows = await this.store.search(query, among, after);
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: ({ patient }) => patient,
      keysOf: ({ patient: { familyName, givenName, id }, hasOpenStay }) => [
        hasOpenStay ? 0 : 1,
        familyName,
        givenName,
        id,
      ],
    });
  }
}

function sortKeysOf(keys: z.infer<typeof cursor> | undefined): PatientSortKeys | undefined {
  if (keys === undefined) return undefined;
  const [withoutOpenStay, ...name] = keys;
  return [withoutOpenStay === 1, ...name];
}
