import { type Alert, AlertState, ConditionKind, WardId } from '#libs/contracts';
import type { AlertFilter } from '../../api/queries.ts';

/** What the address asks to see: `?ward=…&about=…&state=…`; open alerts of every ward where it does not say. */
export function filterOf(search: string): AlertFilter {
  const asked = new URLSearchParams(search);
  const wardId = WardId.safeParse(asked.get('ward'));
  const state = AlertState.safeParse(asked.get('state'));
  const about = ConditionKind.safeParse(asked.get('about'));
  return {
    ...(wardId.success ? { wardId: wardId.data } : {}),
    ...(about.success ? { conditionKind: about.data } : {}),
    ...(state.success ? { state: state.data } : asked.get('state') === 'all' ? {} : { state: 'open' as const }),
  };
}

/** The address that asks for a filter. */
export function searchOf({ wardId, conditionKind, state }: AlertFilter): string {
  const asked = new URLSearchParams();
  if (wardId !== undefined) asked.set('ward', wardId);
  if (conditionKind !== undefined) asked.set('about', conditionKind);
  if (state !== 'open') asked.set('state', state ?? 'all');
  const text = asked.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether an alert that has just been heard of belongs on the list. */
export function admits({ wardId, patientId, conditionKind, state }: AlertFilter, alert: Alert): boolean {
  if (wardId !== undefined && alert.wardId !== wardId) return false;
  if (patientId !== undefined && alert.patientId !== patientId) return false;
  if (conditionKind !== undefined && alert.conditionKind !== conditionKind) return false;
  if (state === undefined) return true;
  return state === 'open' ? alert.state !== 'resolved' : alert.state === state;
}
