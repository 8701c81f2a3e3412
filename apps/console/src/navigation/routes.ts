import { PatientId, WardId } from '#libs/contracts';

export type Route =
  | { readonly page: 'wards' }
  | { readonly page: 'board'; readonly wardId: WardId }
  | { readonly page: 'patient'; readonly patientId: PatientId }
  | { readonly page: 'plan'; readonly patientId: PatientId }
  | { readonly page: 'alerts' }
  | { readonly page: 'tasks' }
  | { readonly page: 'not-found'; readonly path: string };

/** Which page a path leads to. */
export function routeOf(path: string): Route {
  const [first = '', second, ...rest] = path.split('/').filter((part) => part !== '');
  if (rest.length > 0) return planRoute(first, second, rest) ?? { page: 'not-found', path };
  if (second === undefined) {
    if (first === '' || first === 'wards') return { page: 'wards' };
    return first === 'alerts' || first === 'tasks' ? { page: first } : { page: 'not-found', path };
  }
  if (first === 'wards') {
    const wardId = WardId.safeParse(second);
    if (wardId.success) return { page: 'board', wardId: wardId.data };
  }
  if (first === 'patients') {
    const patientId = PatientId.safeParse(second);
    if (patientId.success) return { page: 'patient', patientId: patientId.data };
  }
  return { page: 'not-found', path };
}

/** `/patients/{id}/plan`; undefined where it is something else. */
function planRoute(first: string, second: string | undefined, rest: readonly string[]): Route | undefined {
  const patientId = PatientId.safeParse(second);
  const isPlan = first === 'patients' && rest.length === 1 && rest[0] === 'plan';
  return isPlan && patientId.success ? { page: 'plan', patientId: patientId.data } : undefined;
}

export const pathTo = {
  wards: '/',
  alerts: '/alerts',
  tasks: '/tasks',
  plan: (patientId: PatientId): string => `/patients/${patientId}/plan`,
  board: (wardId: WardId): string => `/wards/${wardId}`,
  patient: (patientId: PatientId): string => `/patients/${patientId}`,
} as const;
