/**
 * Lets the demo's region live beside the ward whose readings are simulated: referrals come in and are triaged, accepted or
 * declined, wait, are admitted, go on leave, are transferred and discharged. It goes by what it finds, so that people may
 * take part, and a later start goes on from there. What the API refuses, because people were first, is left out.
 */
import type { Clock } from '#libs/clock';
import {
  BedFigures,
  type GatewayId,
  HomewardError,
  type PatientId,
  Referral,
  Stay,
  type WardId,
} from '#libs/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import { type LivingWard, nextStep, pauseMs, type RegionState } from './next-step.ts';
import { regionPeople } from './region.ts';
import { RegionKitService } from './region-kit.service.ts';
import { RegionPastService } from './region-past.service.ts';
import { RegionStepsService } from './region-steps.service.ts';
import { type OpenedWard, RegionWardsService } from './region-wards.service.ts';

/** As much of a logger as is needed here; pino's fits. */
export interface RegionLogger {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  debug(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface RegionParts {
  readonly api: HomewardApi;
  readonly clock: Clock;
  readonly logger: RegionLogger;
  /** The ward whose readings are simulated. */
  readonly riversideId: WardId;
  /** Through which the kit would send. */
  readonly gatewayId: GatewayId;
}

const openReferrals = 'received,triaged,waiting,reserved';

export class DemoRegionService {
  readonly #steps: RegionStepsService;
  readonly #kit: RegionKitService;
  readonly #wards: RegionWardsService;

  constructor(private readonly parts: RegionParts) {
    const { api, clock, gatewayId } = parts;
    this.#kit = new RegionKitService(api, gatewayId);
    this.#steps = new RegionStepsService(api, this.#kit, clock);
    this.#wards = new RegionWardsService(api);
  }

  /** Sets up what is missing, and goes on until it is stopped. Rejects with the errors of the API. */
  async live(signal: AbortSignal): Promise<void> {
    const { api, clock, logger, riversideId } = this.parts;
    const wards = await this.#wards.setUp(riversideId);
    const patientIds = await this.#wards.register(regionPeople(clock.now()));
    await this.#firstPatients(wards, patientIds, signal);
    await new RegionPastService(api).setUp(patientIds);
    logger.info({ event: 'demo-region-started', wards: wards.length }, 'The region around the demo ward lives');
    const startedAt = performance.now();
    for (let turn = 0; !signal.aborted; turn += 1) {
      await this.#attempt(async () => {
        const step = nextStep(await this.#state(wards, patientIds), turn);
        if (step !== undefined) await this.#steps.take(step);
      });
      // A stop is no failure.
      await pause(pauseMs(performance.now() - startedAt), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Fills wards that have no patient yet: as many as each begins with, those without a bed wait. */
  async #firstPatients(
    wards: readonly OpenedWard[],
    patientIds: readonly PatientId[],
    signal: AbortSignal,
  ): Promise<void> {
    const { stays, referrals } = await this.#state(wards, patientIds);
    if (stays.length > 0 || referrals.length > 0) return;
    const waiting = [...patientIds];
    for (const { id: wardId, ward, usualPatients } of wards) {
      for (const [index, patientId] of waiting.splice(0, usualPatients).entries()) {
        if (signal.aborted) return;
        const pathway = ward.pathways?.[index % ward.pathways.length] ?? 'general';
        await this.#attempt(() => this.#begin({ kind: 'refer', patientId, wardId, pathway }));
      }
    }
  }

  async #begin(step: Parameters<RegionStepsService['refer']>[0]): Promise<void> {
    const referral = await this.#steps.refer(step, { isSuitable: true });
    await this.#steps.take({ kind: 'accept', referral });
    const accepted = await this.#referral(referral);
    if (accepted.state === 'reserved') await this.#steps.take({ kind: 'admit', referral: accepted });
  }

  #referral({ id }: Referral): Promise<Referral> {
    return this.parts.api.ask({ method: 'GET', path: `/referrals/${id}`, as: 'coordinator', answer: Referral });
  }

  async #state(wards: readonly OpenedWard[], patientIds: readonly PatientId[]): Promise<RegionState> {
    const ours = new Set(patientIds);
    const isOurs = ({ patientId }: { readonly patientId: PatientId }): boolean => ours.has(patientId);
    const { api } = this.parts;
    const [living, referrals, stays, holders] = await Promise.all([
      Promise.all(wards.map((ward) => this.#living(ward))),
      everyItem(api.all(`/referrals?state=${openReferrals}`, Referral)),
      everyItem(api.all('/stays?state=open', Stay)),
      this.#kit.holders(),
    ]);
    const staying = new Set(stays.map(({ patientId }) => patientId));
    return {
      wards: living,
      referrals: referrals.filter(isOurs),
      stays: stays.filter(isOurs),
      patientIds,
      kitOutstanding: [...holders].filter((id) => !staying.has(id)),
    };
  }

  async #living({ id, ward, usualPatients }: OpenedWard): Promise<LivingWard> {
    const path = `/wards/${id}/capacity`;
    const figures = await this.parts.api.ask({ method: 'GET', path, as: 'coordinator', answer: BedFigures });
    const { open, occupied, free } = figures;
    return { id, pathways: ward.pathways ?? [], usualPatients, open, occupied, free };
  }

  async #attempt(attempted: () => Promise<void>): Promise<void> {
    try {
      await attempted();
    } catch (error) {
      if (!(error instanceof HomewardError && error.code === 'api-refused')) throw error;
      this.parts.logger.debug({ event: 'demo-region-step-refused', err: error }, 'A step was refused');
    }
  }
}

async function everyItem<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
