import type { Alert, ChartedObservation } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { LiveAlerts } from '../../load/live-alerts.ts';
import { wallClockMs } from '../../load/observation-messages.ts';
import { ApiClient } from '../../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../../outside/gateway-client.ts';
import { type MonitoredPatient, monitoredPatient } from '../../outside/monitored-patient.ts';
import type { RunningHomeward } from '../running/running-homeward.ts';

/** A patient became gravely ill: when their set was sent, and when their alert arrived, by this process's clock. */
export interface Deterioration {
  readonly patientId: string;
  readonly sentAtMs: number;
  /** Undefined as long as there is no alert. */
  readonly alertedAtMs: number | undefined;
}

/**
 * A ward that has nothing to do with a fault: a gateway of its own, a screen that listens, and patients who become
 * gravely ill one after the other, each once, so that each alert follows from one set alone.
 */
export class Bystander {
  readonly #well: MonitoredPatient[] = [];
  readonly #sent: { readonly patientId: string; readonly sentAtMs: number }[] = [];

  private constructor(
    private readonly homeward: RunningHomeward,
    private readonly parts: {
      readonly wardId: string;
      readonly administrator: ApiClient;
      readonly nurse: ApiClient;
      readonly gateway: GatewayClient;
      readonly alerts: LiveAlerts;
    },
  ) {}

  /** Opens the ward and listens to it. */
  static async open(homeward: RunningHomeward): Promise<Bystander> {
    const administrator = new ApiClient(homeward.api, await homeward.token('administrator'));
    const nurseToken = await homeward.token('nurse');
    const credential = await homeward.registerGateway('bystander');
    const ward = await administrator.post<{ id: string }>('/api/v1/wards', { name: 'Bystander', beds: 10_000 });
    const gateway = await GatewayClient.connect(homeward.mqtt, credential, { reconnect: true });
    // Connections are broken on purpose: the client connects again by itself, and sends again what was not acknowledged.
    gateway.client.on('error', () => undefined);
    const live = new URL(`/api/v1/live?wardId=${ward.id}`, homeward.api);
    const alerts = await LiveAlerts.open(live.href, nurseToken);
    const nurse = new ApiClient(homeward.api, nurseToken);
    return new Bystander(homeward, { wardId: ward.id, administrator, nurse, gateway, alerts });
  }

  /** Admits patients, who are well, until so many are. */
  async admit(count: number): Promise<void> {
    const { administrator, gateway, wardId } = this.parts;
    while (this.#well.length < count) {
      const number = this.homeward.nextNumber();
      this.#well.push(await monitoredPatient(administrator, gateway.gatewayId, number, wardId));
    }
  }

  get deteriorations(): readonly Deterioration[] {
    return this.#sent.map(({ patientId, sentAtMs }) => ({
      patientId,
      sentAtMs,
      alertedAtMs: this.parts.alerts.high.get(patientId),
    }));
  }

  /** The next patient becomes gravely ill. @returns how to find them among the deteriorations. */
  deteriorate(): { readonly patientId: string } {
    const patient = this.#well.shift();
    if (patient === undefined) throw new Error('No patient of the bystander is well any more.');
    const { patientId, deviceId } = patient;
    this.#sent.push({ patientId, sentAtMs: wallClockMs() });
    // Without a PUBACK it is sent again for as long as the gateway is there; only its end is a failure here.
    void this.parts.gateway.send(deviceId, fullSet(deteriorating), { takenAt: new Date() }).catch(() => undefined);
    return { patientId };
  }

  /** Resolves once there is an alert for the patient, or to false when the time is up. */
  async alerted({ patientId }: { readonly patientId: string }, withinMs: number): Promise<boolean> {
    return eventually(() => this.parts.alerts.high.has(patientId), { withinMs, everyMs: 10 }).then(
      () => true,
      () => false,
    );
  }

  /** What is there twice of a patient: alerts for one condition, readings of one kind. */
  async doubled({ patientId }: { readonly patientId: string }): Promise<number> {
    const { nurse } = this.parts;
    const alerts = await nurse.all<Alert>(`/api/v1/alerts?patientId=${patientId}`);
    const readings = await nurse.all<ChartedObservation>(`/api/v1/patients/${patientId}/observations`);
    const conditions = new Set(alerts.map(({ condition }) => JSON.stringify(condition)));
    const codes = new Set(readings.map(({ code }) => code));
    return alerts.length - conditions.size + (readings.length - codes.size);
  }

  async close(): Promise<void> {
    this.parts.alerts.close();
    await this.parts.gateway.close();
  }
}
