import type { MonitoringPlan, PatientId } from '#libs/contracts';
import { defaultLatenessHours, type LatenessHours } from './lateness-hours.ts';
import type { LatenessStore } from './lateness.store.ts';

/**
 * Knows how late each patient's readings may come and still be scored, from the topic `monitoring-plans`.
 *
 * Guarantee: an older revision never replaces a newer one, whatever order they come in. Gap: a change is known here some
 * milliseconds after it was decided.
 */
export class LatenessService {
  constructor(private readonly store: LatenessStore) {}

  /** By one look-up for all of the patients; none where there are no patients. */
  async of(patientIds: readonly PatientId[]): Promise<LatenessHours> {
    const hours = patientIds.length === 0 ? new Map<PatientId, number>() : await this.store.find(patientIds);
    return (patientId) => hours.get(patientId) ?? defaultLatenessHours;
  }

  /** Takes in what the log says of plans; null where a patient has none any more. */
  async learn(news: ReadonlyMap<string, MonitoringPlan | null>): Promise<void> {
    const gone = [...news].filter(([, plan]) => plan === null).map(([patientId]) => patientId);
    const plans = [...news.values()].filter((plan) => plan !== null);
    if (gone.length > 0) await this.store.remove(gone);
    if (plans.length > 0) await this.store.save(plans);
  }
}
