/**
 * Makes the demo's region through the API like any other client: its organisations, its wards with their beds and closures,
 * an escalation policy for the wards that have none and are to have one, and its people. What is there already is left as
 * people have changed it since.
 */
import {
  Closure,
  EscalationPolicy,
  type EscalationPolicyContent,
  type NewPatient,
  Organisation,
  Patient,
  type PatientId,
  Ward,
  type WardId,
} from '#libs/contracts';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import { harbour, livingWards, northgate, organisations, type RegionWard, riverside } from './region.ts';

/** A ward of the region, and its part in it. */
export interface OpenedWard extends RegionWard {
  readonly id: WardId;
}

const atOnce = 6;

export class RegionWardsService {
  constructor(private readonly api: HomewardApi) {}

  /** Rejects with the errors of the API. */
  async setUp(riversideId: WardId): Promise<readonly OpenedWard[]> {
    for (const { odsCode, ...body } of organisations) {
      await this.api.ask({
        method: 'PUT',
        path: `/organisations/${odsCode}`,
        as: 'administrator',
        body,
        answer: Organisation,
      });
    }
    const known = new Map<string, Ward>();
    for await (const ward of this.api.all('/wards', Ward)) known.set(ward.name, ward);
    if (known.get(riverside.name)?.organisation === null) await this.#describe(riversideId, riverside);
    const opened: OpenedWard[] = [];
    for (const each of livingWards) {
      opened.push({ ...each, id: (await this.#opened(each, known.get(each.ward.name))).id });
    }
    await this.#policies(riversideId, opened);
    return opened;
  }

  /** Everyone of the region as a patient, in the order in which they were given. */
  async register(people: readonly NewPatient[]): Promise<readonly PatientId[]> {
    const registered: PatientId[] = [];
    for (let from = 0; from < people.length; from += atOnce) {
      const some = people.slice(from, from + atOnce).map((person) => this.#registered(person));
      registered.push(...(await Promise.all(some)));
    }
    return registered;
  }

  async #opened({ ward, closure }: RegionWard, known: Ward | undefined): Promise<Ward> {
    // The one without a policy may have been opened for the warning alone.
    const isNew = known === undefined || known.organisation === null;
    if (known !== undefined && !isNew) return known;
    const opened = known === undefined ? await this.#add(ward) : await this.#describe(known.id, ward);
    if (closure !== undefined) {
      const path = `/wards/${opened.id}/closures`;
      await this.api.ask({ method: 'POST', path, as: 'coordinator', body: closure, answer: Closure });
    }
    return opened;
  }

  #add(ward: RegionWard['ward']): Promise<Ward> {
    return this.api.ask({ method: 'POST', path: '/wards', as: 'administrator', body: ward, answer: Ward });
  }

  #describe(
    id: WardId,
    {
      organisation,
      pathways,
      population,
    }: Readonly<Partial<Record<'organisation' | 'pathways' | 'population', unknown>>>,
  ): Promise<Ward> {
    const body = { organisation, pathways, population };
    return this.api.ask({ method: 'PUT', path: `/wards/${id}`, as: 'administrator', body, answer: Ward });
  }

  /** As on the ward whose readings are simulated; one ward of the region stays without, as a warning. */
  async #policies(riversideId: WardId, opened: readonly OpenedWard[]): Promise<void> {
    const policies = new Map<WardId, EscalationPolicyContent>();
    for await (const policy of this.api.all('/escalation-policies', EscalationPolicy))
      policies.set(policy.wardId, policy);
    const model = policies.get(riversideId);
    if (model === undefined) return;
    const { steps, fallback } = model;
    for (const { id: wardId, ward } of opened) {
      if (policies.has(wardId) || ![harbour.ward.name, northgate.ward.name].includes(ward.name)) continue;
      const body = { name: `${ward.name}, every alert`, wardId, steps, fallback };
      const path = '/escalation-policies';
      await this.api.ask({ method: 'POST', path, as: 'administrator', body, answer: EscalationPolicy });
    }
  }

  async #registered(person: NewPatient): Promise<PatientId> {
    const known = await this.api.patientWith(person.nhsNumber);
    if (known !== undefined) return known.id;
    const added = { method: 'POST', path: '/patients', as: 'coordinator', body: person, answer: Patient } as const;
    return (await this.api.ask(added)).id;
  }
}
