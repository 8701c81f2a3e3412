import { Injectable } from '@nestjs/common';
import type { PatientId, WardId } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { TechnicalAlertsService } from '../../alerts/technical-alerts/technical-alerts.service.ts';
import type { LiveBatch, LiveChange } from '../../commands/live-changes/live-change.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { NotesService } from '../../record/notes/notes.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { serverSentEvent } from './event-stream.ts';
import { type Audience, concerns, type LiveFrame } from './live-frame.ts';
import { eventId } from './live-position.ts';

/** The wards that are watched; undefined among them means every ward. */
export type WatchedWards = ReadonlySet<WardId | undefined>;

/** A change as it is shown: whom it concerns, and each of its events as JSON. */
interface Shown {
  readonly audience: Audience;
  readonly texts: readonly string[];
}
type Resolve = (change: LiveChange) => Shown | undefined;
type Of<Kind extends LiveChange['kind']> = Extract<LiveChange, { kind: Kind }>;

/**
 * Turns changes into the texts that are sent. Changes are references: what they refer to is looked up as its own path would
 * show it, all of one kind in one query, and the ward follows from the stay. What belongs to no ward, such as the reading of
 * a patient without an open stay, is shown to no one.
 */
@Injectable()
export class LiveEventsService {
  constructor(
    private readonly chart: ChartService,
    private readonly stays: StaysService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly technicalAlerts: TechnicalAlertsService,
    private readonly notes: NotesService,
  ) {}

  /** Of the changes after a position those that concern one of the wards, in order. */
  async framesOf(batches: readonly LiveBatch[], after: number, wards: WatchedWards): Promise<readonly LiveFrame[]> {
    const changes = batches
      .flatMap(({ firstPosition, changes: each }) =>
        each.map((change, index) => ({ change, position: firstPosition + index })),
      )
      .filter(({ position }) => position > after);
    if (changes.length === 0) return [];
    const resolve = await this.#resolverOf(
      changes.map(({ change }) => change),
      wards,
    );
    return changes.flatMap(({ change, position }) => {
      const { audience, texts } = resolve(change) ?? { audience: [], texts: [] };
      if (![...wards].some((wardId) => concerns(audience, wardId))) return [];
      const ids = texts.map((_text, index) => eventId(position, index, texts.length));
      return [
        {
          position,
          audience,
          events: texts.map((text, index) => serverSentEvent(change.kind, ids[index] ?? '', text)),
        },
      ];
    });
  }

  async #resolverOf(changes: readonly LiveChange[], wards: WatchedWards): Promise<Resolve> {
    const [charted, stays, alerts, tasks, technicalAlerts, notes] = await Promise.all([
      this.#charted(changes, wards),
      this.#stays(ofKind(changes, 'stay')),
      this.alerts.getMany(ofKind(changes, 'alert').map(({ alertId }) => alertId)),
      this.tasks.getMany(ofKind(changes, 'task').map(({ taskId }) => taskId)),
      this.technicalAlerts.getMany(ofKind(changes, 'technical-alert').map(({ technicalAlertId }) => technicalAlertId)),
      this.#notes(ofKind(changes, 'note'), wards),
    ]);
    return (change) => {
      switch (change.kind) {
        case 'observation':
        case 'score':
          return charted.get(change);
        case 'stay':
          return stays(change);
        case 'alert':
          return onItsWard(alerts.get(change.alertId));
        case 'task':
          return onItsWard(tasks.get(change.taskId));
        case 'note':
          return notes(change);
        case 'technical-alert':
          return shownTo('everybody', technicalAlerts.get(change.technicalAlertId));
      }
    };
  }

  /** Readings and scores, by the change itself: of those patients only who are on a ward that is watched. */
  async #charted(changes: readonly LiveChange[], wards: WatchedWards): Promise<ReadonlyMap<LiveChange, Shown>> {
    const all = [...ofKind(changes, 'observation'), ...ofKind(changes, 'score')];
    const audiences = await this.#audiencesOf(all, wards);
    const wanted = all.filter(({ patientId }) => audiences.has(patientId));
    const [sets, scores] = [ofKind(wanted, 'observation'), ofKind(wanted, 'score')];
    const [observations, texts] = await Promise.all([
      sets.length === 0 ? [] : this.chart.observationsOfSets(sets),
      scores.length === 0 ? [] : this.chart.scoreTexts(scores),
    ]);
    const shown = (change: Of<'observation' | 'score'>, events: readonly string[]): [LiveChange, Shown] => [
      change,
      { audience: audiences.get(change.patientId) ?? [], texts: events },
    ];
    return new Map([
      ...sets.map((change, index) =>
        shown(
          change,
          (observations[index] ?? []).map((each) => JSON.stringify(each)),
        ),
      ),
      ...scores.map((change, index) =>
        shown(
          change,
          [texts[index]].filter((text) => text !== undefined),
        ),
      ),
    ]);
  }

  /** A note concerns the ward that its patient is on. */
  async #notes(
    changes: readonly Of<'note'>[],
    wards: WatchedWards,
  ): Promise<(change: Of<'note'>) => Shown | undefined> {
    const audiences = await this.#audiencesOf(changes, wards);
    const notes = await this.notes.getMany(changes.map(({ noteId }) => noteId));
    return ({ noteId, patientId }) => shownTo(audiences.get(patientId) ?? [], notes.get(noteId));
  }

  async #audiencesOf(
    changes: readonly { readonly patientId: PatientId }[],
    wards: WatchedWards,
  ): Promise<ReadonlyMap<PatientId, Audience>> {
    const patientIds = [...new Set(changes.map(({ patientId }) => patientId))];
    const stays = patientIds.length === 0 ? [] : [...(await this.stays.openOf(patientIds)).values()];
    const watched = stays.filter(({ wardId }) => wards.has(undefined) || wards.has(wardId));
    return new Map(watched.map(({ patientId, wardId }) => [patientId, [wardId]]));
  }

  /** A stay concerns every ward that it was ever on, so that the board which a patient leaves knows it. */
  async #stays(changes: readonly Of<'stay'>[]): Promise<(change: Of<'stay'>) => Shown | undefined> {
    const ids = changes.map(({ stayId }) => stayId);
    const [stays, wards] = await Promise.all([this.stays.getMany(ids), this.stays.everyWardOf(ids)]);
    return ({ stayId }) => shownTo(wards.get(stayId) ?? [], stays.get(stayId));
  }
}

function ofKind<Kind extends LiveChange['kind']>(changes: readonly LiveChange[], kind: Kind): readonly Of<Kind>[] {
  return changes.filter((change): change is Of<Kind> => change.kind === kind);
}

function onItsWard(resource: { readonly wardId: WardId } | undefined): Shown | undefined {
  return resource && shownTo([resource.wardId], resource);
}

function shownTo(audience: Audience, resource: object | undefined): Shown | undefined {
  return resource && { audience, texts: [JSON.stringify(resource)] };
}
