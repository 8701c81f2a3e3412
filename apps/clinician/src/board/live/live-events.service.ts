import { Injectable } from '@nestjs/common';
import type { WardId } from '#libs/contracts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { TechnicalAlertsService } from '../../alerts/technical-alerts/technical-alerts.service.ts';
import { type LiveBatch, type LiveChange, type LiveChangeOf, ofKind } from '../../commands/live-changes/live-change.ts';
import { NotificationsService } from '../../notifications/notifications/notifications.service.ts';
import { ReferralViewsService } from '../../wards/referrals/referral-views.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { serverSentEvent } from './event-stream.ts';
import {
  type Audience,
  concerns,
  type LiveFrame,
  permissionOf,
  type ResolvedChange,
  type WatchedWards,
} from './live-frame.ts';
import { LivePatientEventsService } from './live-patient-events.service.ts';
import { eventId } from './live-position.ts';

type Resolve = (change: LiveChange) => ResolvedChange | undefined;

/**
 * Turns changes into the texts that are sent. Changes are references: what they refer to is looked up as its own path would
 * show it, all of one kind in one query, and the ward follows from the stay. What belongs to no ward, such as the reading of
 * a patient without an open stay, is shown to no one.
 */
@Injectable()
export class LiveEventsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    private readonly ofPatients: LivePatientEventsService,
    private readonly stays: StaysService,
    private readonly wards: WardsService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
    private readonly technicalAlerts: TechnicalAlertsService,
    private readonly notifications: NotificationsService,
    private readonly referrals: ReferralViewsService,
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
          permission: permissionOf(change.kind),
          events: texts.map((text, index) => serverSentEvent(change.kind, ids[index] ?? '', text)),
          ...(change.trace !== undefined && { trace: { kind: change.kind, from: change.trace } }),
        },
      ];
    });
  }

  async #resolverOf(changes: readonly LiveChange[], wards: WatchedWards): Promise<Resolve> {
    const [ofPatients, stays, alerts, tasks, technicalAlerts, opened, notifications, referrals] = await Promise.all([
      this.ofPatients.resolve(changes, wards),
      this.#stays(ofKind(changes, 'stay')),
      this.alerts.getMany(ofKind(changes, 'alert').map(({ alertId }) => alertId)),
      this.tasks.getMany(ofKind(changes, 'task').map(({ taskId }) => taskId)),
      this.technicalAlerts.getMany(ofKind(changes, 'technical-alert').map(({ technicalAlertId }) => technicalAlertId)),
      this.wards.getMany(ofKind(changes, 'ward').map(({ wardId }) => wardId)),
      this.notifications.getMany(ofKind(changes, 'notification').map(({ notificationId }) => notificationId)),
      this.referrals.getMany(ofKind(changes, 'referral').map(({ referralId }) => referralId)),
    ]);
    return (change) => {
      switch (change.kind) {
        case 'observation':
        case 'score':
        case 'plan':
        case 'flags':
        case 'quarantine':
        case 'note':
          return ofPatients.get(change);
        case 'stay':
          return stays(change);
        case 'referral':
          return shownTo(change.wardIds.length === 0 ? 'every-ward' : change.wardIds, referrals.get(change.referralId));
        case 'alert':
          return onItsWard(alerts.get(change.alertId));
        case 'task':
          return onItsWard(tasks.get(change.taskId));
        case 'technical-alert':
          return shownTo('everybody', technicalAlerts.get(change.technicalAlertId));
        case 'notification':
          return shownTo({ personId: change.personId }, notifications.get(change.notificationId));
        case 'device':
          return shownTo('every-ward', { id: change.deviceId });
        case 'ward':
          return shownTo('everybody', opened.get(change.wardId));
      }
    };
  }

  /** A stay concerns every ward that it was ever on, so that the board which a patient leaves knows it. */
  async #stays(
    changes: readonly LiveChangeOf<'stay'>[],
  ): Promise<(change: LiveChangeOf<'stay'>) => ResolvedChange | undefined> {
    const ids = changes.map(({ stayId }) => stayId);
    const [stays, wards] = await Promise.all([this.stays.getMany(ids), this.stays.everyWardOf(ids)]);
    return ({ stayId }) => shownTo(wards.get(stayId) ?? [], stays.get(stayId));
  }
}

function onItsWard(resource: { readonly wardId: WardId } | undefined): ResolvedChange | undefined {
  return resource && shownTo([resource.wardId], resource);
}

function shownTo(audience: Audience, resource: object | undefined): ResolvedChange | undefined {
  return resource && { audience, texts: [JSON.stringify(resource)] };
}
