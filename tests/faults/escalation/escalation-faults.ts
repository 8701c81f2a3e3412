import type { Alert, AlertTimeline, Notification } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { setTimeout as pause } from 'node:timers/promises';
import { deteriorations, type EscalatingPatient, type EscalatingWards } from '../../outside/escalating-wards.ts';
import type { MessageReceiver } from '../../outside/message-receiver.ts';
import {
  type Acknowledgement,
  type AlertOfRun,
  faultsOfDelivery,
  faultsOfNotifications,
  faultsOfSteps,
  faultsOfSums,
  isRepaired,
  type LedgerSums,
} from './escalation-check.ts';
import { expectedSteps, mostMinutes, type PeopleOfPolicy, policyFor } from './expected-steps.ts';
import { below, drawn, seededRandom } from './seeded-random.ts';
import { type TwoClinicians, type Victim, victims } from './two-clinicians.ts';

export interface FaultsOptions {
  readonly alerts: number;
  readonly seed: number;
  /** Of simulated time. */
  readonly minutes: number;
  /** How many times each of the services and the database is killed. */
  readonly killsEach: number;
  readonly say: (line: string) => void;
}

/** What the run came to. */
export interface FaultsSummary {
  readonly alerts: number;
  readonly acknowledged: number;
  readonly kills: number;
  readonly steps: number;
  /** Steps that the auditor put right, as metrics and timelines have them. */
  readonly repaired: number;
  readonly notifications: LedgerSums;
  readonly received: number;
  /** Messages that came again, under the same id. */
  readonly receivedAgain: number;
  readonly faults: readonly string[];
}

const tickSeconds = 20;
/** In so many ticks the alerts are raised; then the killing begins. */
const raisingTicks = 3;
/** Within so long of a tick's begin the faults of a tick happen: that is when its steps are taken and its messages sent. */
const strikeWithinMs = 1500;
const patience = { withinMs: 120_000, everyMs: 200 };

interface Planned<What> {
  readonly tick: number;
  readonly afterMs: number;
  readonly what: What;
}

/** What the faults happen to. */
export interface UnderFaults {
  readonly clinicians: TwoClinicians;
  readonly receiver: MessageReceiver;
  readonly wards: EscalatingWards;
}

/**
 * Lets alerts escalate for minutes of simulated time, while people acknowledge a third of them and `kill -9` strikes services
 * and database, and says what is wrong afterwards. Time stands still until what is due has been done: a step that is late, or
 * missing, is a fault.
 */
export async function escalateUnderFaults(parts: UnderFaults, options: FaultsOptions): Promise<FaultsSummary> {
  if (options.minutes > mostMinutes) throw new RangeError(`At most ${String(mostMinutes)} minutes.`);
  return new EscalationRun(parts, options).execute();
}

class EscalationRun {
  readonly #random: () => number;
  readonly #acknowledgements = new Map<string, Acknowledgement>();
  readonly #clinicians: TwoClinicians;
  #repairedByMetrics = 0;
  #wardId = '';

  constructor(
    private readonly parts: UnderFaults,
    private readonly options: FaultsOptions,
  ) {
    this.#random = seededRandom(options.seed);
    this.#clinicians = parts.clinicians;
  }

  async execute(): Promise<FaultsSummary> {
    const { say, minutes } = this.options;
    const { people, patients } = await this.#setUp();
    say(`${String(patients.length)} patients admitted`);
    const ticks = Math.ceil((minutes * 60) / tickSeconds);
    const acknowledged = this.#planAcknowledgements(patients, ticks);
    const kills = this.#planKills(ticks);
    for (let tick = 0; tick < ticks; tick += 1) {
      await this.#clinicians.pass(tickSeconds);
      const raised = tick < raisingTicks ? patients.filter((_, index) => index % raisingTicks === tick) : [];
      if (raised.length > 0) await this.#raise(raised);
      await Promise.all([
        ...acknowledged.filter((planned) => planned.tick === tick).map((planned) => this.#acknowledge(planned)),
        ...kills.filter((planned) => planned.tick === tick).map((planned) => this.#kill(planned)),
      ]);
      await this.#untilNothingIsDue();
      this.#repairedByMetrics = Math.max(this.#repairedByMetrics, await this.#repairs());
    }
    await this.#untilAllIsSent();
    return this.#summary(people, kills.length);
  }

  async #setUp(): Promise<{ people: PeopleOfPolicy; patients: readonly EscalatingPatient[] }> {
    const { alerts } = this.options;
    const { wards } = this.parts;
    const wardId = await wards.ward(alerts);
    this.#wardId = wardId;
    const team = [await wards.person(['sms', 'webhook']), await wards.person(['webhook'])];
    const prescriber = await wards.person(['webhook', 'sms'], 'prescriber');
    const manager = await wards.person(['sms', 'webhook'], 'operations');
    const people = { teamId: await wards.team(team), team, prescriber, manager };
    await wards.policy(wardId, policyFor(people));
    return { people, patients: await wards.patients(wardId, alerts) };
  }

  /** A third of the patients, each with the moment at which a person acknowledges the alert. */
  #planAcknowledgements(
    patients: readonly EscalatingPatient[],
    ticks: number,
  ): readonly Planned<{ readonly patient: EscalatingPatient; readonly service: 0 | 1 }>[] {
    const random = this.#random;
    return drawn(patients, Math.floor(patients.length / 3), random).map((patient) => ({
      tick: raisingTicks + below(ticks - raisingTicks, random),
      afterMs: below(strikeWithinMs, random),
      what: { patient, service: random() < 0.5 ? 0 : 1 },
    }));
  }

  #planKills(ticks: number): readonly Planned<Victim>[] {
    const random = this.#random;
    const possible = Array.from({ length: ticks - raisingTicks }, (_, index) => raisingTicks + index);
    return victims.flatMap((what) =>
      drawn(possible, this.options.killsEach, random).map((tick) => ({
        tick,
        afterMs: below(strikeWithinMs, random),
        what,
      })),
    );
  }

  async #raise(patients: readonly EscalatingPatient[]): Promise<void> {
    await this.#clinicians.publish(deteriorations(patients, this.#clinicians.now));
    const asked = new Set<string>(patients.map(({ patientId }) => patientId));
    await eventually(
      async () => (await this.#alerts()).filter(({ patientId }) => asked.has(patientId)).length,
      (count) => count === asked.size,
      { what: 'the alerts to be raised', ...patience },
    );
  }

  async #kill({ tick, afterMs, what }: Planned<Victim>): Promise<void> {
    await pause(afterMs);
    this.options.say(`tick ${String(tick)}, after ${String(afterMs)} ms: kill -9 of the ${what}`);
    await this.#clinicians.kill(what);
  }

  async #acknowledge({ afterMs, what: { patient, service } }: Planned<{ patient: EscalatingPatient; service: 0 | 1 }>) {
    await pause(afterMs);
    const { patientId } = patient;
    const [alert] = await this.#clinicians.ask(
      (api) => api.all<Alert>(`/api/v1/alerts?patientId=${patientId}`),
      service,
    );
    if (alert === undefined) throw new Error(`Patient ${patientId} has no alert.`);
    // Sent again until there is an answer, as a browser does: under one key.
    const headers = { 'idempotency-key': `acknowledge-${alert.id}` };
    const answered = await this.#clinicians.ask(async (api) => {
      const path = `/api/v1/alerts/${alert.id}/acknowledge`;
      const { status, body } = await api.answer<Alert>('POST', path, { body: {}, headers });
      if (status !== 200) throw new Error(`Acknowledging answered ${String(status)}: ${JSON.stringify(body)}`);
      return body;
    }, service);
    this.#acknowledgements.set(alert.id, { at: answered.acknowledgedAt ?? '', answeredAtMs: Date.now() });
  }

  async #alerts(query = ''): Promise<readonly Alert[]> {
    return this.#clinicians.ask((api) => api.all<Alert>(`/api/v1/alerts?wardId=${this.#wardId}${query}`));
  }

  async #untilNothingIsDue(): Promise<void> {
    const now = this.#clinicians.now.toISOString();
    const isDue = ({ escalation }: Alert): boolean => (escalation?.nextStepAt ?? now) <= now;
    await eventually(
      async () => (await this.#alerts('&state=raised')).filter(isDue).map(({ id }) => id),
      (due) => due.length === 0,
      { what: 'the steps that are due to be taken', ...patience },
    );
  }

  /** What waits for another try, or for the lease of a killed process to run out, needs a little more time. */
  async #untilAllIsSent(): Promise<void> {
    for (let more = 0; more < 10; more += 1) {
      const isSent = await eventually(async () => (await this.#waiting()) === 0, {
        what: 'everything to be sent',
        withinMs: 8000,
        everyMs: 500,
      }).catch(() => false);
      if (isSent) return;
      await this.#clinicians.pass(tickSeconds);
    }
  }

  async #waiting(): Promise<number> {
    const pending = await this.#clinicians.ask((api) => api.all<Notification>('/api/v1/notifications?state=pending'));
    return pending.filter(({ channel }) => channel !== 'console').length;
  }

  async #metric(which: 0 | 1, name: string): Promise<number> {
    const text = await (await this.#clinicians.api(which).request('GET', '/metrics')).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  }

  async #repairs(): Promise<number> {
    const name = 'homeward_alert_steps_repaired_total';
    const [first, second] = await Promise.all([this.#metric(0, name), this.#metric(1, name)]);
    return first + second;
  }

  async #sums(): Promise<LedgerSums> {
    const count = (state: string): Promise<number> => this.#metric(0, `homeward_notifications{state="${state}"}`);
    return {
      created: await count('created'),
      pending: await count('pending'),
      delivered: await count('delivered'),
      failed: await count('failed'),
      superseded: await count('superseded'),
    };
  }

  async #summary(people: PeopleOfPolicy, kills: number): Promise<FaultsSummary> {
    const { clinicians, receiver } = this.parts;
    const alerts: AlertOfRun[] = [];
    for (const alert of await this.#alerts()) {
      const path = `/api/v1/alerts/${alert.id}/timeline`;
      const { items: events } = await clinicians.ask((api) => api.get<AlertTimeline>(path));
      const { id, raisedAt } = alert;
      alerts.push({ id, raisedAt, alert, events, acknowledgement: this.#acknowledgements.get(id) });
    }
    const notifications = await clinicians.ask((api) => api.all<Notification>('/api/v1/notifications'));
    const byAlert = Map.groupBy(notifications, ({ alertId }) => alertId ?? '');
    // The page of metrics may be a second old.
    const agree = (sums: LedgerSums): boolean => faultsOfSums(sums, notifications).length === 0;
    const sums = await eventually(() => this.#sums(), agree, { withinMs: 5_000 }).catch(() => this.#sums());
    const expected = expectedSteps(people);
    const received = [...receiver.taken];
    const repaired = Math.max(this.#repairedByMetrics, alerts.filter(isRepaired).length);
    const faults = [
      ...(alerts.length === this.options.alerts ? [] : [`${String(alerts.length)} alerts were raised`]),
      ...alerts.flatMap((alert) => faultsOfSteps(alert, { expected, now: clinicians.now })),
      ...alerts.flatMap((alert) => faultsOfNotifications(alert, byAlert.get(alert.id) ?? [])),
      ...faultsOfSums(sums, notifications),
      ...faultsOfDelivery(received, notifications, alerts),
    ];
    return {
      alerts: alerts.length,
      acknowledged: this.#acknowledgements.size,
      kills,
      steps: alerts.flatMap(({ events }) => events.filter(({ kind }) => kind === 'escalated')).length,
      repaired,
      notifications: sums,
      received: received.length,
      receivedAgain: received.length - new Set(received.map(({ id }) => id)).size,
      faults,
    };
  }
}
