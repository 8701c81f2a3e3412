import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type EventId,
  instant,
  type Page,
  pageFromRows,
  type Person,
  type QuarantinedEntry,
  type QuarantineQuery,
  type ReleaseReading,
} from '#libs/contracts';
import { may, NotPermittedError } from '#libs/identity';
import { z } from 'zod';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { QuarantineService } from '../../record/quarantine/quarantine.service.ts';
import type { QuarantineRecord } from '../../record/quarantine/quarantine-record.ts';
import { DevicesService } from '../devices/devices.service.ts';
import { QuarantinedNotFoundError, ReadingAlreadyReleasedError, ReadingNotReleasableError } from './release-errors.ts';
import { type QuarantinedWithHoldings, releasableAt, releasableOf, releasedSet } from './releasable-reading.ts';
import { withheldEntry } from './withheld-entry.ts';

const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Shows what was quarantined, and releases readings that were quarantined for their value alone, when a clinician says that
 * they are true: such a reading is on the chart when the answer goes out, and scored from the log. It belongs to the patient
 * who had the device when it was taken. The same release twice is one.
 */
@Injectable()
export class ReleasesService {
  constructor(
    private readonly commands: CommandsService,
    private readonly quarantine: QuarantineService,
    private readonly charting: ChartingService,
    private readonly devices: DevicesService,
    private readonly patients: PatientsService,
    private readonly plans: PlansService,
  ) {}

  /**
   * @param by is shown names and values where they may view patients.
   * @throws InvalidCursorError
   * @throws NotPermittedError where one who may not view patients asks for what came of one patient.
   */
  async list({ wardId, ...query }: QuarantineQuery, by: Person): Promise<Page<QuarantinedEntry>> {
    const mayView = may(by.role, 'view-patients');
    if (query.patientId !== undefined && !mayView)
      throw new NotPermittedError({ permission: 'view-patients', role: by.role });
    const patientIds = wardId && (await this.plans.patientsOn(wardId));
    const rows = await this.quarantine.list({ ...query, patientIds }, decodeCursor(query.cursor, cursor));
    const entries = mayView
      ? await this.#named(rows)
      : rows.map(({ event, released }) => withheldEntry({ ...event, released: [...released] }));
    return pageFromRows(entries, {
      limit: query.limit,
      toItem: (entry) => entry,
      keysOf: ({ receivedAt, id }) => [receivedAt, id],
    });
  }

  /**
   * @throws QuarantinedNotFoundError
   * @throws ReadingNotReleasableError saying why.
   * @throws ReadingAlreadyReleasedError naming by whom; not where it was for the same reason.
   */
  async release(id: EventId, { path, reason }: ReleaseReading, context: CommandContext): Promise<QuarantinedEntry> {
    return this.commands.execute('release-reading', context, async (command) => {
      const record = await this.quarantine.lock(command.client, id);
      if (record === undefined) throw new QuarantinedNotFoundError(id);
      const quarantined = await this.#withHoldings(record);
      const before = record.released.find((released) => released.path === path);
      if (before !== undefined) {
        if (before.reason !== reason) throw new ReadingAlreadyReleasedError(id, before);
        return entryOf(record, quarantined);
      }
      const found = releasableAt(quarantined, path);
      if (!found.ok) throw new ReadingNotReleasableError(id, path, found.why);
      const { patientId, observationId } = found;
      const released = { path, by: { id: command.by.id, name: command.by.name }, at: instant(command.at), reason };
      await this.quarantine.addRelease(command, record.event, { ...released, observationId });
      const set = releasedSet({ event: record.event, released: found, by: command.by }, command.at);
      await this.charting.chartSets(command, [set]);
      await command.publish('observations', patientId, set);
      command.audit({
        subject: { kind: 'patient', id: patientId },
        patientId,
        text: `A quarantined reading was released: ${reason}`,
        facts: { quarantinedId: id, path, observationId },
      });
      return entryOf({ ...record, released: [...record.released, released] }, quarantined);
    });
  }

  async #named(records: readonly QuarantineRecord[]): Promise<readonly QuarantinedEntry[]> {
    const names = await this.patients.namesOf(records.flatMap(({ event: { patientId } }) => patientId ?? []));
    return Promise.all(
      records.map(async (record) => {
        const { patientId } = record.event;
        const patient = patientId === undefined ? null : (names.get(patientId) ?? null);
        return { ...entryOf(record, await this.#withHoldings(record)), patient };
      }),
    );
  }

  async #withHoldings({ event }: QuarantineRecord): Promise<QuarantinedWithHoldings> {
    const { patientId, deviceId } = event;
    return { event, holdings: patientId === undefined ? [] : await this.devices.holdingsBy(patientId, deviceId) };
  }
}

function entryOf({ event, released }: QuarantineRecord, quarantined: QuarantinedWithHoldings): QuarantinedEntry {
  const paths = new Set(released.map(({ path }) => path));
  return {
    ...event,
    withheld: false,
    released: [...released],
    releasable: releasableOf(quarantined).filter(({ path }) => !paths.has(path)),
  };
}
