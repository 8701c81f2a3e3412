import { Injectable } from '@nestjs/common';
import { type DeviceId, instant, type PatientId, type Score, type StayId } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { PairAlertsService } from '../technical-alerts/pair-alerts.service.ts';
import { type DevicePair, disagreementWords, isOfTwoDevices, pairsIn, pairSubject } from './disagreeing-devices.ts';
import type { TaskRecord } from './task-record.ts';
import { TaskWriter } from './task-writer.service.ts';
import { TasksStore } from './tasks.store.ts';

const kind = 'devices-disagree';
const agreed = 'The two devices agree.';
const lookBackMs = 24 * 3_600_000;

/**
 * Has a task for the patient's ward, and a technical alert for those who see to devices, for each two devices of a patient on a
 * ward that disagree at one moment beyond measuring error: one of each while it lasts, over when they agree again or one of them
 * is taken back. It follows from the scores of the last day that stand, in whatever
 * order they came.
 */
@Injectable()
export class DisagreementTasksService {
  constructor(
    private readonly chart: ChartService,
    private readonly devices: DevicesService,
    private readonly stays: StaysService,
    private readonly store: TasksStore,
    private readonly writer: TaskWriter,
    private readonly alerts: PairAlertsService,
    charting: ChartingService,
  ) {
    charting.scored.add((command, scores) => this.#onScores(command, scores));
    devices.recovered.add((command, recovered) => this.#onRecovered(command, recovered));
  }

  async #onScores(command: Command, scores: readonly Score[]): Promise<void> {
    const patientIds = await this.#concerned(command, scores);
    if (patientIds.length === 0) return;
    const stays = await this.stays.lockOpen(command.client, patientIds);
    const held = await this.devices.heldBy(patientIds, { client: command.client });
    for (const [patientId, { id: stayId }] of stays) {
      await this.#follow(command, { patientId, stayId, held: held.get(patientId) ?? [] });
    }
  }

  /** Nearly always none: nothing is locked then. A corrected score may be one that was of two devices before. */
  async #concerned({ client }: Command, scores: readonly Score[]): Promise<readonly PatientId[]> {
    const concerned = new Set(scores.filter(isOfTwoDevices).map(({ patientId }) => patientId));
    const corrected = new Set(scores.filter(({ revision }) => revision > 1).map(({ patientId }) => patientId));
    const open = corrected.size === 0 ? [] : await this.store.openOfKind(client, kind);
    for (const { patientId } of open) if (corrected.has(patientId)) concerned.add(patientId);
    return [...concerned].toSorted();
  }

  async #follow(command: Command, { patientId, stayId, held }: Concerned): Promise<void> {
    const since = instant(command.at.getTime() - lookBackMs);
    const pairs = pairsIn(await this.chart.scoresOfTwoDevices(command.client, patientId, since));
    const apart = pairs.filter(({ devices }) => devices.every((device) => held.includes(device))).filter(isApart);
    for (const pair of apart) {
      await this.writer.schedule(command, {
        patientId,
        stayId,
        kind,
        subject: pairSubject(pair),
        codes: [...pair.codes],
        silentParty: null,
        dueAt: pair.since,
        words: disagreementWords(pair, pair.since),
      });
      const { since } = pair;
      await this.alerts.raise(command, { subject: pairSubject(pair), since, words: disagreementWords(pair, since) });
    }
    await this.alerts.resolveAbout(command, held, { except: apart.map(pairSubject), because: agreed });
    const open = (await this.store.lockOpenOfStay(command.client, stayId)).filter((task) => task.kind === kind);
    const over = open.filter(({ subject }) => !apart.some((pair) => pairSubject(pair) === subject));
    for (const task of over) await this.#close(command, task, agreed);
  }

  async #onRecovered(
    command: Command,
    { deviceId, patientId }: { readonly deviceId: DeviceId; readonly patientId: PatientId },
  ): Promise<void> {
    const takenBack = `${deviceId} has been taken back.`;
    const stay = (await this.stays.lockOpen(command.client, [patientId])).get(patientId);
    await this.alerts.resolveAbout(command, [deviceId], { because: takenBack });
    if (stay === undefined) return;
    const open = await this.store.lockOpenOfStay(command.client, stay.id);
    const about = open.filter((task) => task.kind === kind && task.subject.split(' ').includes(deviceId));
    for (const task of about) await this.#close(command, task, takenBack);
  }

  async #close(command: Command, task: TaskRecord, outcome: string): Promise<void> {
    await this.writer.close(command, task, { state: 'cancelled', outcome, undoableUntil: null });
  }
}

interface Concerned {
  readonly patientId: PatientId;
  readonly stayId: StayId;
  /** The devices that the patient has. */
  readonly held: readonly DeviceId[];
}

const isApart = (pair: DevicePair): pair is DevicePair & { readonly since: NonNullable<DevicePair['since']> } =>
  pair.since !== null;
