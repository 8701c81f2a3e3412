import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alert, Board, BoardRow, ChartedObservation, Plan, Score, Task } from '#libs/contracts';
import { ApiClient } from './api-client.ts';
import { GatewayClient, type SentReading } from './gateway-client.ts';
import { HomewardProcess } from './homeward-process.ts';
import type { LiveStream } from './live-stream.ts';

import type { Surroundings } from './surroundings.ts';
import { eventually, testNhsNumber } from '#libs/fixtures';

const minuteInMs = 60_000;

export interface Admission {
  readonly pathway?: string;
  readonly birthDate?: string;
  /** Of a patient whom no early-warning chart is for. */
  readonly noChartReason?: string;
  /** What the patient is given; the first sends unless another is named. */
  readonly devices?: readonly ('wearable' | 'tablet' | 'scales' | 'pulse-oximeter' | 'blood-pressure-cuff')[];
  /** As `PUT /patients/{id}/plan`, by a prescriber. */
  readonly plan?: object;
}

interface Credentials {
  readonly administrator: string;
  readonly nurse: string;
  readonly prescriber: string;
  readonly gateway: { readonly gatewayId: string; readonly secret: string };
}

interface Reached {
  readonly administrator: ApiClient;
  readonly nurse: ApiClient;
  readonly prescriber: ApiClient;
  readonly gateway: GatewayClient;
}

/** Where everything is differs from start to start. */
async function reach(homeward: HomewardProcess, credentials: Credentials): Promise<Reached> {
  const { api, mqtt } = await homeward.run();
  return {
    administrator: new ApiClient(api, credentials.administrator),
    nurse: new ApiClient(api, credentials.nurse),
    prescriber: new ApiClient(api, credentials.prescriber),
    gateway: await GatewayClient.connect(mqtt, credentials.gateway),
  };
}

/**
 * A Homeward that is reached over the wire alone and whose time stands still until it is told to pass: one process, in
 * which each scenario has a patient of its own. Time only goes forwards, and for everybody.
 */
export class WardOnAManualClock {
  #patients = 0;
  #now: Date;
  #reached: Reached;

  private constructor(
    private readonly homeward: HomewardProcess,
    private readonly surroundings: Surroundings,
    private readonly credentials: Credentials,
    reached: Reached,
    private readonly site: { readonly wardId: string; readonly siteRuleSets: string },
  ) {
    // On the minute, so that what is due falls on a round time, too.
    this.#now = new Date(Math.ceil(Date.now() / minuteInMs) * minuteInMs);
    this.#reached = reached;
  }

  static async open(surround: () => Promise<Surroundings>): Promise<WardOnAManualClock> {
    const surroundings = await surround();
    const siteRuleSets = await mkdtemp(join(tmpdir(), 'homeward-rule-sets-'));
    const homeward = await HomewardProcess.start(['up'], {
      ...surroundings.environment,
      HOMEWARD_CLOCK: 'manual',
      RULE_SETS_FOLDER: siteRuleSets,
    });
    const [administrator, nurse, prescriber, gateway] = await Promise.all([
      homeward.token('administrator'),
      homeward.token('nurse'),
      homeward.token('prescriber'),
      homeward.registerGateway('homes'),
    ]);
    const credentials = { administrator, nurse, prescriber, gateway };
    const reached = await reach(homeward, credentials);
    const { id } = await reached.administrator.post<{ id: string }>('/api/v1/wards', { name: 'Riverside', beds: 100 });
    const ward = new WardOnAManualClock(homeward, surroundings, credentials, reached, { wardId: id, siteRuleSets });
    await ward.pass(0);
    return ward;
  }

  get wardId(): string {
    return this.site.wardId;
  }

  /** All that Homeward has printed so far. */
  get output(): string {
    return this.homeward.output;
  }

  /** Puts a file among the site's own rule sets; null takes it away. */
  async putRuleSet(name: string, text: string | null): Promise<void> {
    const path = join(this.site.siteRuleSets, name);
    if (text === null) await rm(path);
    else await writeFile(path, text);
  }

  get administrator(): ApiClient {
    return this.#reached.administrator;
  }

  get nurse(): ApiClient {
    return this.#reached.nurse;
  }

  get prescriber(): ApiClient {
    return this.#reached.prescriber;
  }

  get gateway(): GatewayClient {
    return this.#reached.gateway;
  }

  /** What happens on the ward, as a browser hears of it. */
  async live(): Promise<LiveStream> {
    return this.nurse.live(this.wardId);
  }

  /** `kill -9` of everything, and a new start, at which it is as late as it was. */
  async killHardAndRestart(): Promise<void> {
    // Minutes without a status of the intake are an outage, which puts off whatever is waited for.
    await this.#intakeOpen();
    await this.homeward.killHard();
    await this.#reached.gateway.close();
    await this.homeward.restart();
    this.#reached = await reach(this.homeward, this.credentials);
    await this.pass(0);
    await this.#intakeOpen();
  }

  /** Resolves once the gateway service has said that messages can come in now. */
  async #intakeOpen(): Promise<void> {
    const now = `homeward_gateway_intake_open_timestamp_seconds ${String(this.#now.getTime() / 1000)}`;
    await eventually(
      async () => (await (await this.administrator.request('GET', '/metrics')).text()).split('\n').includes(now),
      { what: 'messages to come in' },
    );
  }

  get now(): Date {
    return this.#now;
  }

  inMinutes(minutes: number): Date {
    return new Date(this.#now.getTime() + minutes * minuteInMs);
  }

  /** Lets time pass, all at once. */
  async pass(minutes: number): Promise<void> {
    this.#now = this.inMinutes(minutes);
    await this.#reached.administrator.put('/test/clock', { now: this.#now.toISOString() });
  }

  /** A patient on the ward, admitted a minute ago. */
  async admit({
    pathway = 'acute-respiratory',
    birthDate = '1950-02-03',
    devices = ['wearable'],
    plan,
    noChartReason,
  }: Admission = {}) {
    const nth = (this.#patients += 1);
    const { administrator, prescriber } = this.#reached;
    const name = { givenName: 'Test', familyName: `Person ${String(nth)}` };
    const who = { nhsNumber: testNhsNumber(nth), birthDate, ...name };
    const { id: patientId } = await administrator.post<{ id: string }>('/api/v1/patients', who);
    const deviceIds = devices.map((kind) => `${kind}-${String(nth)}`);
    for (const [index, kind] of devices.entries()) {
      const deviceId = deviceIds[index] ?? '';
      await administrator.post('/api/v1/devices', { deviceId, gatewayId: this.gateway.gatewayId, kind });
      await administrator.post(`/api/v1/devices/${deviceId}/issue`, { patientId });
    }
    const stay = { patientId, wardId: this.wardId, pathway, noChartReason };
    const { id: stayId } = await administrator.post<{ id: string }>('/api/v1/stays', stay);
    if (plan !== undefined) await prescriber.put(`/api/v1/patients/${patientId}/plan`, plan);
    await this.pass(1);
    return new PatientOnWard(this, { patientId, stayId, deviceIds });
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.homeward.dispose();
    await rm(this.site.siteRuleSets, { recursive: true, force: true });
    await this.surroundings.stop();
  }
}

/** One patient, as their devices and those who look after them meet Homeward. */
export class PatientOnWard {
  constructor(
    private readonly ward: WardOnAManualClock,
    private readonly ids: {
      readonly patientId: string;
      readonly stayId: string;
      readonly deviceIds: readonly string[];
    },
  ) {}

  get patientId(): string {
    return this.ids.patientId;
  }

  get stayId(): string {
    return this.ids.stayId;
  }

  get path(): string {
    return `/api/v1/patients/${this.ids.patientId}`;
  }

  /** The patient's device whose id begins so; the first unless it is said. */
  device(kind = ''): string {
    const found = this.ids.deviceIds.find((deviceId) => deviceId.startsWith(kind));
    if (found === undefined) throw new Error(`The patient has no ${kind}.`);
    return found;
  }

  /** Sends readings, taken now unless it is said, and waits for the receipt. Resolves with the message id. */
  async send(
    readings: readonly SentReading[],
    { takenAt = this.ward.now, device }: { readonly takenAt?: Date; readonly device?: string } = {},
  ): Promise<string> {
    const messageId = await this.ward.gateway.send(this.device(device), readings, { takenAt });
    await this.ward.gateway.receiptFor(messageId);
    return messageId;
  }

  scores(query = ''): Promise<Score[]> {
    return this.ward.nurse.all(`${this.path}/scores${query}`);
  }

  /** The score of that moment, once it is there and, where that is asked for, fits. */
  async scoreAt(at: Date, fits: (score: Score) => boolean = () => true): Promise<Score> {
    return eventually(async () => (await this.scores()).find((score) => score.at === at.toISOString() && fits(score)), {
      what: `a score of ${at.toISOString()}`,
    });
  }

  /** The newest score, once it fits. */
  async newestScore(what: string, fits: (score: Score) => boolean): Promise<Score> {
    return eventually(async () => (await this.scores()).slice(0, 1).find(fits), { what: what });
  }

  observations(): Promise<ChartedObservation[]> {
    return this.ward.nurse.all(`${this.path}/observations`);
  }

  alerts(query = 'state=open'): Promise<Alert[]> {
    return this.ward.nurse.all(`/api/v1/alerts?patientId=${this.ids.patientId}&${query}`);
  }

  /** The open alert of a condition, or of a kind of condition, once there is one that fits. */
  async alert(condition: string, fits: (alert: Alert) => boolean = () => true): Promise<Alert> {
    return eventually(
      async () => (await this.alerts()).find((alert) => alert.condition.startsWith(condition) && fits(alert)),
      { what: `an alert for ${condition}` },
    );
  }

  tasks(query = 'state=open'): Promise<Task[]> {
    return this.ward.nurse.all(`/api/v1/tasks?patientId=${this.ids.patientId}&${query}`);
  }

  async task(kind: Task['kind']): Promise<Task> {
    return eventually(async () => (await this.tasks()).find((task) => task.kind === kind), { what: `a task ${kind}` });
  }

  plan(query = ''): Promise<Plan> {
    return this.ward.nurse.get(`${this.path}/plan${query}`);
  }

  async boardRow(query = ''): Promise<BoardRow | undefined> {
    const board = await this.ward.nurse.get<Board>(`/api/v1/wards/${this.ward.wardId}/board${query}`);
    return board.rows.find(({ patientId }) => patientId === this.ids.patientId);
  }

  /** Requests that came to the patient's devices, oldest first. */
  requests() {
    return this.ward.gateway.requests.filter(({ deviceId }) => this.ids.deviceIds.includes(deviceId));
  }

  /** The first request that fits, once it has come. */
  async request(what: string, fits: (request: ReturnType<PatientOnWard['requests']>[number]) => boolean) {
    return eventually(() => this.requests().find(fits), { what: `a request: ${what}` });
  }

  /**
   * Sends readings, and waits for the score of their moment. A plan that was decided just before may reach the score
   * after them, and corrects it: `fits` says how the score is known that the plan has reached.
   */
  async settle(readings: readonly SentReading[], fits: (score: Score) => boolean = () => true): Promise<Score> {
    await this.send(readings);
    return this.scoreAt(this.ward.now, fits);
  }
}
