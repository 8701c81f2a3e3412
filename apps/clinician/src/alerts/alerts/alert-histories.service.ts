import { Injectable } from '@nestjs/common';
import type { AlertEventKind, Instant, StayId } from '#libs/contracts';
import type { AuditedState } from '../../commands/audit/audit-entry.ts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import type { AlertHistory, AlertHistoryEvent } from './alert-history.ts';
import { AlertResponsesStore } from './alert-responses.store.ts';

/** What of each state of an alert its history says. */
const members = [
  'state',
  'responseDueAt',
  'late',
  'snooze',
  'outcome',
] as const satisfies readonly (keyof AlertRecord)[];
/** So that neither a year of them is in memory at once, nor each is asked for alone. */
const atOnce = 1000;

/** Reads the whole lives of many alerts, for figures about them. */
@Injectable()
export class AlertHistoriesService {
  constructor(
    private readonly audit: AuditService,
    private readonly store: AlertResponsesStore,
  ) {}

  /**
   * The alerts that were raised in a period, in portions, in the order in which they were raised. One that was withdrawn and
   * raised again counts for when it was raised last.
   *
   * @param stayIds of these stays only; undefined: of any.
   */
  async *raisedIn(
    period: { readonly from: Instant; readonly until: Instant },
    stayIds?: readonly StayId[],
  ): AsyncGenerator<readonly AlertHistory[]> {
    for (let after: { readonly raisedAt: number; readonly id: string } | undefined; ;) {
      const raised = await this.store.raisedIn(period, { stayIds, after, limit: atOnce });
      const audited = await this.audit.statesOf(
        'alert',
        raised.map(({ id }) => id),
        members,
      );
      const bySubject = Map.groupBy(audited, ({ subjectId }) => subjectId);
      yield raised.map((alert) => ({ ...alert, events: (bySubject.get(alert.id) ?? []).map(eventFrom) }));
      after = raised.at(-1);
      if (raised.length < atOnce) return;
    }
  }
}

function eventFrom({ at, facts, state: audited }: AuditedState): AlertHistoryEvent {
  // The one writer of alerts wrote the state, and a kind into the facts.
  const { state, responseDueAt, late, snooze, outcome } = audited as unknown as Pick<
    AlertRecord,
    (typeof members)[number]
  >;
  // The same.
  const { kind, step } = facts as { readonly kind: AlertEventKind; readonly step?: number };
  return {
    at: at.getTime(),
    kind,
    step,
    state,
    responseDueAt: Date.parse(responseDueAt),
    isAwaited: !late && snooze === null,
    outcome,
  };
}
