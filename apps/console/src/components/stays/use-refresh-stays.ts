import { useQueryClient } from '@tanstack/react-query';

/** Every answer that a change of a stay may change; not the stay of a form, which is about to close. */
const changed = [
  'patient',
  'stays',
  'stay-history',
  'board',
  'bed-figures',
  'wards',
  'wards-overview',
  'referrals',
  'alerts',
];

/** Has everything that shows stays and beds fetched again; waits for what is on screen. */
export function useRefreshStays(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
  };
}
