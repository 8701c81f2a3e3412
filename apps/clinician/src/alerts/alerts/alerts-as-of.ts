import { type Alert, type AlertQuery, compareKeys, decodeCursor, type Page, pageFromRows } from '#libs/contracts';
import { alertOrders } from './alert-orders.ts';

/**
 * A page of alerts as they were at an instant, in the order that is asked for.
 *
 * @throws InvalidCursorError
 */
export function pageAsOf(alerts: readonly Alert[], query: Omit<AlertQuery, 'asOf'>): Page<Alert> {
  const { wardId, patientId, state, conditionKind, owner, limit } = query;
  const { cursor, keysOf, direction } = alertOrders[query.order];
  const after = decodeCursor(query.cursor, cursor);
  const isAfter = (alert: Alert): boolean => after === undefined || direction * compareKeys(keysOf(alert), after) > 0;
  const rows = alerts
    .filter(
      (alert) =>
        (wardId === undefined || alert.wardId === wardId) &&
        (patientId === undefined || alert.patientId === patientId) &&
        (conditionKind === undefined || alert.conditionKind === conditionKind) &&
        (owner === undefined || alert.owner?.id === owner) &&
        (state === undefined || alert.state === state || (state === 'open' && alert.state !== 'resolved')) &&
        isAfter(alert),
    )
    .toSorted((one, other) => direction * compareKeys(keysOf(one), keysOf(other)));
  return pageFromRows(rows, { limit, toItem: (alert) => alert, keysOf });
}
