import { type Alert, type AlertQuery, type Page, pageFromRows } from '#libs/contracts';

/** A page of alerts as they were at an instant, newest first. */
export function pageAsOf(
  alerts: readonly Alert[],
  { wardId, patientId, state, conditionKind, limit }: Omit<AlertQuery, 'order' | 'asOf' | 'cursor'>,
  after: readonly [raisedAt: string, id: string] | undefined,
): Page<Alert> {
  const rows = alerts
    .filter(
      (alert) =>
        (wardId === undefined || alert.wardId === wardId) &&
        (patientId === undefined || alert.patientId === patientId) &&
        (conditionKind === undefined || alert.conditionKind === conditionKind) &&
        (state === undefined || alert.state === state || (state === 'open' && alert.state !== 'resolved')) &&
        (after === undefined || isOlder(alert, { raisedAt: after[0], id: after[1] })),
    )
    .toSorted((one, other) => (isOlder(one, other) ? 1 : -1));
  return pageFromRows(rows, { limit, toItem: (alert) => alert, keysOf: ({ raisedAt, id }) => [raisedAt, id] });
}

const isOlder = (one: AlertKeys, other: AlertKeys): boolean =>
  one.raisedAt < other.raisedAt || (one.raisedAt === other.raisedAt && one.id < other.id);

interface AlertKeys {
  readonly raisedAt: string;
  readonly id: string;
}
