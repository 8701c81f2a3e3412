import { type ChartHours, chartHours } from '../../../api/queries.ts';

export interface ChartView {
  readonly hours: ChartHours;
  readonly view: 'curves' | 'chart';
}

/** What the address asks to see: `?hours=168&view=chart`; curves of 24 hours where it does not say. */
export function chartViewIn(search: string): ChartView {
  const asked = new URLSearchParams(search);
  const hours = chartHours.find((one) => String(one) === asked.get('hours')) ?? 24;
  return { hours, view: asked.get('view') === 'chart' ? 'chart' : 'curves' };
}

/** The address with another view; whatever else it says, such as a past time, stays. */
export function searchWithChart(search: string, { hours, view }: ChartView): string {
  const asked = new URLSearchParams(search);
  if (hours === 24) asked.delete('hours');
  else asked.set('hours', String(hours));
  if (view === 'curves') asked.delete('view');
  else asked.set('view', view);
  const made = asked.toString();
  return made === '' ? '' : `?${made}`;
}
