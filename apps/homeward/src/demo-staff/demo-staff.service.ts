/**
 * Gives the demo ward those who answer its alerts, through the API like any other client: people, a team, a rota, an
 * escalation policy, and beside it a ward without a policy, as a warning. The policy comes last: where the ward has one,
 * all of it is there, and is left as people have changed it since. What a broken first start left undone, the next does.
 */
import { EscalationPolicy, Rota, RotaOverride, StaffMember, Team, Ward, type WardId } from '#libs/contracts';
import type { z } from 'zod';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import type { DemoMember, DemoPerson } from './demo-people.ts';
import { demoOverride, demoPeople, demoPolicy, demoRota, demoTeam, rotaName, teamName } from './demo-plans.ts';

const wardWithoutPolicy = { name: 'Westmoor virtual ward (simulated)', beds: 12 };

export class DemoStaffService {
  constructor(private readonly api: HomewardApi) {}

  /** Rejects with the errors of the API. */
  async setUp(demo: {
    readonly wardId: WardId;
    readonly signIns: readonly DemoMember[];
    readonly now: Date;
  }): Promise<void> {
    const { wardId, signIns, now } = demo;
    if ((await this.#first(`/escalation-policies?wardId=${wardId}`, EscalationPolicy, () => true)) !== undefined)
      return;
    await this.#people(demoPeople(signIns), wardId);
    const { id: teamId } =
      (await this.#first('/teams', Team, ({ name }) => name === teamName)) ??
      (await this.#add('/teams', demoTeam(signIns, wardId), Team));
    const rotaId = await this.#rota(signIns, now);
    const other = await this.#first('/wards', Ward, ({ name }) => name === wardWithoutPolicy.name);
    if (other === undefined) await this.#add('/wards', wardWithoutPolicy, Ward);
    await this.#add('/escalation-policies', demoPolicy({ wardId, rotaId, teamId }), EscalationPolicy);
  }

  async #people(people: readonly DemoPerson[], wardId: WardId): Promise<void> {
    const known = new Map<string, StaffMember>();
    for await (const member of this.api.all('/people', StaffMember)) known.set(member.id, member);
    for (const { member, contacts } of people) {
      const { revision, contactMethods } =
        known.get(member.id) ?? (await this.#add('/people', { ...member, wardIds: [wardId] }, StaffMember));
      const isAsAdded = revision === 1 && contactMethods.length === 0;
      if (isAsAdded && contacts.methods.length > 0) await this.#changeContacts(member.id, contacts);
    }
  }

  async #changeContacts(id: string, change: DemoPerson['contacts']): Promise<void> {
    const path = `/people/${encodeURIComponent(id)}/contact-methods`;
    await this.api.ask({ method: 'PUT', path, as: 'administrator', body: change, answer: StaffMember });
  }

  async #rota(signIns: readonly DemoMember[], now: Date): Promise<Rota['id']> {
    const known = await this.#first('/rotas', Rota, ({ name }) => name === rotaName);
    const { id, overrides } = known ?? (await this.#add('/rotas', demoRota(signIns, now), Rota));
    if (overrides.length === 0) await this.#add(`/rotas/${id}/overrides`, demoOverride(now), RotaOverride);
    return id;
  }

  #add<Answer>(path: string, body: object, answer: z.ZodType<Answer>): Promise<Answer> {
    return this.api.ask({ method: 'POST', path, as: 'administrator', body, answer });
  }

  async #first<Item>(
    path: string,
    item: z.ZodType<Item>,
    isWanted: (item: Item) => boolean,
  ): Promise<Item | undefined> {
    for await (const each of this.api.all(path, item)) if (isWanted(each)) return each;
    return undefined;
  }
}
