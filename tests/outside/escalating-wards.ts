import type { PatientId, Signal, StayId } from '#libs/contracts';
import { aSignal, testNhsNumber } from '#libs/fixtures';
import type { ApiClient } from './api-client.ts';

/** A patient whose alerts escalate. */
export interface EscalatingPatient {
  readonly patientId: PatientId;
  readonly stayId: StayId;
}

/** Who is notified, and by which of their methods first; `index` makes addresses differ. */
interface NewPerson {
  readonly name: string;
  readonly role: string;
  readonly channels: readonly ('sms' | 'webhook')[];
  readonly index: number;
}

/** Each waits until the log has its events. */
const atOnce = 24;

/** Wards, people and patients of a run, made through the API alone. */
export class EscalatingWards {
  #people = 0;
  #patients = 0;

  constructor(
    private readonly api: ApiClient,
    /** Where webhooks are sent to. */
    private readonly receiverUrl: string,
  ) {}

  async ward(beds: number): Promise<string> {
    return (await this.api.post<{ id: string }>('/api/v1/wards', { name: 'Escalating', beds })).id;
  }

  /** @returns the id of a person with a method of each of these channels, in their order. */
  async person(channels: NewPerson['channels'], role = 'nurse'): Promise<string> {
    const index = (this.#people += 1);
    const name = `Person ${String(index)}`;
    const { id } = await this.api.post<{ id: string }>('/api/v1/people', { name, role });
    const methods = channels.map((channel, order) => ({ channel, order, address: this.#addressOf(channel, index) }));
    await this.api.put(`/api/v1/people/${encodeURIComponent(id)}/contact-methods`, { methods });
    return id;
  }

  /** @returns the id of a team of these people. */
  async team(personIds: readonly string[]): Promise<string> {
    return (await this.api.post<{ id: string }>('/api/v1/teams', { name: 'On the floor', personIds })).id;
  }

  async policy(wardId: string, content: object): Promise<void> {
    await this.api.post('/api/v1/escalation-policies', { name: 'For everyone', wardId, ...content });
  }

  /** So many patients, admitted to the ward, several at a time. */
  async patients(wardId: string, count: number): Promise<readonly EscalatingPatient[]> {
    const admitted: EscalatingPatient[] = [];
    const first = this.#patients;
    this.#patients += count;
    const waiting = Array.from({ length: count }, (_, n) => first + n);
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) admitted.push(await this.#admit(wardId, n));
      }),
    );
    return admitted;
  }

  async #admit(wardId: string, n: number): Promise<EscalatingPatient> {
    const who = { givenName: 'Test', familyName: `Person ${String(n)}`, birthDate: '1950-02-03' };
    const { id: patientId } = await this.api.post<{ id: PatientId }>('/api/v1/patients', {
      nhsNumber: testNhsNumber(n),
      ...who,
    });
    const stay = { patientId, wardId, pathway: 'acute-respiratory' };
    const { id: stayId } = await this.api.post<{ id: StayId }>('/api/v1/stays', stay);
    return { patientId, stayId };
  }

  #addressOf(channel: 'sms' | 'webhook', index: number): string {
    // Numbers kept free for fiction.
    if (channel === 'sms') return `+447700900${String(index % 1000).padStart(3, '0')}`;
    return `${this.receiverUrl}/people/${String(index)}`;
  }
}

/** The signals by which each of the patients gets an alert of the high tier at that time. */
export function deteriorations(
  patients: readonly EscalatingPatient[],
  at: Date,
): readonly { readonly key: string; readonly event: Signal }[] {
  return patients.map((patient) => ({ key: patient.patientId, event: aSignal(patient, ['low', 'high', at]) }));
}
