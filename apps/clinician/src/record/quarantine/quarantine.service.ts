import { Inject, Injectable } from '@nestjs/common';
import type { EventId, GatewayId, Instant, ObservationId, Quarantined } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import type { PoolClient } from 'pg';
import type { Command } from '../../commands/commands.service.ts';
import type { LiveChange } from '../../commands/live-changes/live-change.ts';
import { SETTINGS, TIMERS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import type { QuarantineRecord, Released } from './quarantine-record.ts';
import {
  type QuarantinedArrival,
  type QuarantinedOfGateway,
  type QuarantinedOfPatient,
  type QuarantineFilter,
  QuarantineStore,
  type Refusals,
  type RefusalsWanted,
} from './quarantine.store.ts';

const hourMs = 3_600_000;

/**
 * Keeps what the gateway service quarantined, each message once however often it is sent, and what clinicians have released
 * of it, until it has grown old or its gateway has too much of it.
 */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly store: QuarantineStore,
    @Inject(TIMERS) timers: Timers,
    @Inject(SETTINGS) { QUARANTINE_KEEP_DAYS: keepDays, QUARANTINE_KEEP_MEGABYTES: keepMegabytes }: ClinicianSettings,
  ) {
    timers.repeat({
      kind: 'retention-of-quarantine',
      everyMilliseconds: hourMs,
      work: async (now) => {
        await store.deleteBefore(new Date(now.getTime() - keepDays * 24 * hourMs));
        await store.deleteBeyond(keepMegabytes * 1_000_000);
      },
    });
  }

  /** Part of a command. */
  async keep(command: Command, events: readonly Quarantined[]): Promise<void> {
    const added = new Set(await this.store.add(command.client, events));
    command.changed(...events.filter(({ id }) => added.delete(id)).map(changeOf));
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(
    query: QuarantineFilter,
    after: readonly [receivedAt: string, id: string] | undefined,
  ): Promise<readonly QuarantineRecord[]> {
    return this.store.list(query, after);
  }

  /** How many messages were quarantined in a period, and for what, by patient; null for those of which none is known. */
  async reasonsIn(period: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<readonly QuarantinedOfPatient[]> {
    return this.store.reasonsIn(period);
  }

  /** Devices of which anything was quarantined since then. */
  async devicesRefusedSince(since: Instant): Promise<readonly string[]> {
    return this.store.devicesRefusedSince(since);
  }

  /** What was quarantined of each gateway since then. */
  async ofGatewaysSince(gatewayIds: readonly GatewayId[], since: Instant): Promise<readonly QuarantinedOfGateway[]> {
    return gatewayIds.length === 0 ? [] : this.store.ofGatewaysSince(gatewayIds, since);
  }

  /** What was quarantined of each device after a time; those of which nothing was are left out. */
  async refusalsAfter(wanted: readonly RefusalsWanted[]): Promise<readonly Refusals[]> {
    return wanted.length === 0 ? [] : this.store.refusalsAfter(wanted);
  }

  /** The newest messages that were kept aside of each device, newest first. */
  async newestOf(
    deviceIds: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly QuarantinedArrival[]>> {
    return deviceIds.length === 0 ? new Map() : this.store.newestOf(deviceIds, limit);
  }

  /** Part of a release: no other command releases anything of it until the transaction ends. */
  async lock(client: PoolClient, id: EventId): Promise<QuarantineRecord | undefined> {
    return this.store.lock(client, id);
  }

  /** Part of a release: keeps that it was made. */
  async addRelease(
    command: Command,
    event: Quarantined,
    released: Released & { readonly observationId: ObservationId },
  ): Promise<void> {
    await this.store.addRelease(command.client, event.id, released);
    command.changed(changeOf(event));
  }
}

function changeOf({ id, deviceId, patientId }: Quarantined): LiveChange {
  return { kind: 'quarantine', quarantinedId: id, deviceId, patientId: patientId ?? null };
}
