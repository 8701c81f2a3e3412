import { Task, WardId } from '#libs/contracts';
import type { TaskFilter } from '../../api/queries.ts';

const TaskState = Task.shape.state;

/** What the address asks to see: `?ward=…&state=…`; open tasks of every ward where it does not say. */
export function taskFilterOf(search: string): TaskFilter {
  const asked = new URLSearchParams(search);
  const wardId = WardId.safeParse(asked.get('ward'));
  const state = TaskState.safeParse(asked.get('state'));
  return {
    ...(wardId.success ? { wardId: wardId.data } : {}),
    ...(state.success ? { state: state.data } : asked.get('state') === 'all' ? {} : { state: 'open' as const }),
  };
}

/** The address that asks for a filter. */
export function taskSearchOf({ wardId, state }: TaskFilter): string {
  const asked = new URLSearchParams();
  if (wardId !== undefined) asked.set('ward', wardId);
  if (state !== 'open') asked.set('state', state ?? 'all');
  const text = asked.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether a task that has just been heard of belongs on the list. */
export function admitsTask({ wardId, patientId, state }: TaskFilter, task: Task): boolean {
  return (
    (wardId === undefined || task.wardId === wardId) &&
    (patientId === undefined || task.patientId === patientId) &&
    (state === undefined || task.state === state)
  );
}
