/** Takes the steps of the demo's region, each as a coordinator would, through the API. */
import type { Clock } from '#libs/clock';
import { EligibilityCriterion, instant, type PatientId, Plan, Referral, Stay } from '#libs/contracts';
import { z } from 'zod';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import type { RegionReferral, RegionStay, RegionStep } from './next-step.ts';
import type { RegionKitService } from './region-kit.service.ts';

const dayMs = 86_400_000;
/** As seldom as a plan can ask: these patients have no readings, and are cared for by visits. */
const longestDueMinutes = 20_160;
/** Of so many referrals, one does not meet what its pathway asks. */
const unsuitableOneIn = 3;

const sources = {
  up: ['general-practice', 'community-nursing', 'ambulance-service'],
  down: ['hospital-ward', 'emergency-department'],
} as const;

const urgencies = ['routine', 'urgent', 'routine', 'emergency'] as const;
const reasons = [
  'Needs closer watching than at home, and hospital can be avoided.',
  'Well enough to go home with daily observations.',
  'Worse since yesterday; wishes to stay at home.',
] as const;

export class RegionStepsService {
  /** How many referrals this run has made. */
  #referred = 0;

  constructor(
    private readonly api: HomewardApi,
    private readonly kit: RegionKitService,
    private readonly clock: Clock,
  ) {}

  /** Rejects with the errors of the API. */
  async take(step: RegionStep): Promise<void> {
    switch (step.kind) {
      case 'refer':
        await this.refer(step);
        return;
      case 'triage':
        await this.#changeReferral(step.referral, 'triage', { note: 'Seen by telephone; the home is suitable.' });
        return;
      case 'decline':
        await this.#changeReferral(step.referral, 'decline', { reason: 'Does not meet what the pathway asks.' });
        return;
      case 'accept':
      case 'reserve':
        await this.#changeReferral(step.referral, step.kind, {});
        return;
      case 'admit':
        await this.admit(step.referral);
        return;
      case 'transfer':
        await this.#changeStay(step.stay, 'transfer', { wardId: step.wardId, reason: 'Nearer to the family.' });
        return;
      case 'leave': {
        const until = instant(this.clock.now().getTime() + dayMs);
        await this.#changeStay(step.stay, 'leave', { until, reason: 'Scan in hospital, back tomorrow.' });
        return;
      }
      case 'return':
        await this.#changeStay(step.stay, 'return', {});
        return;
      case 'discharge':
        await this.#changeStay(step.stay, 'discharge', {
          reason: 'Well enough to do without.',
          destination: 'usual-place-of-residence',
        });
        return;
      case 'recover-kit':
        await this.kit.recoverFrom(step.patientId);
    }
  }

  /** @param isSuitable whether the patient is to meet what the pathway asks; left out, most do. */
  async refer(
    { patientId, wardId, pathway }: Extract<RegionStep, { readonly kind: 'refer' }>,
    { isSuitable }: { readonly isSuitable?: boolean } = {},
  ): Promise<Referral> {
    const number = this.#referred;
    this.#referred += 1;
    const direction = number % 2 === 0 ? 'up' : 'down';
    const meetsAll = isSuitable ?? number % unsuitableOneIn !== unsuitableOneIn - 1;
    const body = {
      patientId,
      wardId,
      pathway,
      step: direction,
      source: sources[direction][number % sources[direction].length],
      urgency: urgencies[number % urgencies.length],
      reason: reasons[number % reasons.length],
      consent: true,
      criteria: await this.#criteria(pathway, meetsAll),
      expectedDischargeDate: this.#dateIn(3 + (number % 8)),
    };
    return this.api.ask({ method: 'POST', path: '/referrals', as: 'coordinator', body, answer: Referral });
  }

  /** With kit, an expected date of discharge, and a plan that waits for no readings. */
  async admit({
    id: referralId,
    patientId,
    wardId,
    pathway,
    step,
    expectedDischargeDate,
  }: RegionReferral): Promise<void> {
    const body = {
      patientId,
      wardId,
      pathway,
      referralId,
      entry: step === 'up' ? 'step-up' : 'step-down',
      expectedDischargeDate: expectedDischargeDate ?? undefined,
      devices: await this.kit.takeFromStock(),
    };
    await this.api.ask({ method: 'POST', path: '/stays', as: 'coordinator', body, answer: Stay });
    await this.#careByVisits(patientId);
  }

  async #careByVisits(patientId: PatientId): Promise<void> {
    const path = `/patients/${patientId}/plan`;
    const plan = await this.api.ask({ method: 'GET', path, as: 'administrator', answer: Plan });
    const dueEveryMinutes = Object.fromEntries(
      Object.keys(plan.dueEveryMinutes).map((code) => [code, longestDueMinutes]),
    );
    const body = { dueEveryMinutes, reason: 'Cared for by visits.' };
    await this.api.ask({ method: 'PUT', path, as: 'administrator', body, answer: Plan });
  }

  /** Of each criterion of the pathway, that it is met; of an unsuitable patient, that the last one is not. */
  async #criteria(pathway: string, isSuitable: boolean): Promise<Readonly<Record<string, boolean>>> {
    const { items } = await this.api.ask({
      method: 'GET',
      path: `/referrals/criteria?pathway=${pathway}`,
      as: 'coordinator',
      answer: z.object({ items: z.array(EligibilityCriterion) }),
    });
    const last = items.length - 1;
    return Object.fromEntries(items.map(({ id }, index) => [id, isSuitable || index !== last]));
  }

  #changeReferral({ id }: RegionReferral, change: string, body: object): Promise<Referral> {
    const path = `/referrals/${id}/${change}`;
    return this.api.ask({ method: 'POST', path, as: 'coordinator', body, answer: Referral });
  }

  #changeStay({ id }: RegionStay, change: string, body: object): Promise<Stay> {
    return this.api.ask({ method: 'POST', path: `/stays/${id}/${change}`, as: 'coordinator', body, answer: Stay });
  }

  #dateIn(days: number): string {
    return instant(this.clock.now().getTime() + days * dayMs).slice(0, 10);
  }
}
