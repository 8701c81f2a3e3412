import { plural, t } from '@lingui/core/macro';

const dayMs = 86_400_000;

/** `less than a day`, `1 day`, `12 days`: whole days since the admission. */
export function daysOnWard(admittedAt: string, now: number): string {
  const days = Math.floor((now - Date.parse(admittedAt)) / dayMs);
  return days < 1 ? t`less than a day` : t`${plural(days, { one: '# day', other: '# days' })}`;
}
