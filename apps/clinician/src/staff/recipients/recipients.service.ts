import { Injectable } from '@nestjs/common';
import type { Instant, NotificationTarget, PersonReference, RotaId, TeamId, WardId } from '#libs/contracts';
import { referenceTo } from '../people/staff-record.ts';
import { StaffService } from '../people/staff.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { OnCallService } from '../rotas/on-call.service.ts';
import { TeamsService } from '../teams/teams.service.ts';
import type { Recipients } from './recipients.ts';

/** Knows who is meant by a target of an escalation: a person, a rota, a team or a role. */
@Injectable()
export class RecipientsService {
  constructor(
    private readonly staff: StaffService,
    private readonly teams: TeamsService,
    private readonly onCall: OnCallService,
  ) {}

  /**
   * Who is reached for a target at an instant, on a ward. People who are not active are reached for nothing; people of the
   * target who do not work on the ward are left out only for roles.
   */
  async resolve(
    client: Queryable,
    target: NotificationTarget,
    { at, wardId }: { readonly at: Instant; readonly wardId: WardId },
  ): Promise<Recipients> {
    if ('personId' in target) return this.#person(client, target.personId);
    if ('rotaId' in target) return this.#onRota(client, target.rotaId, at);
    if ('teamId' in target) return this.#ofTeam(client, target.teamId);
    const people = await this.staff.withRole(client, target.role, wardId);
    return reached(people.map(referenceTo), 'no-one-with-role');
  }

  /** Whether there is what the target names. A role always is there. */
  async exists(client: Queryable, target: NotificationTarget): Promise<boolean> {
    if ('personId' in target) return (await this.staff.getMany([target.personId], client)).has(target.personId);
    if ('rotaId' in target) return this.onCall.exists(client, target.rotaId);
    if ('teamId' in target) return (await this.teams.members(client, target.teamId)) !== undefined;
    return true;
  }

  async #person(client: Queryable, id: string): Promise<Recipients> {
    const person = (await this.staff.getMany([id], client)).get(id);
    if (person === undefined) return { people: [], empty: 'unknown' };
    return reached(person.active ? [referenceTo(person)] : [], 'inactive');
  }

  async #onRota(client: Queryable, id: RotaId, at: Instant): Promise<Recipients> {
    if (!(await this.onCall.exists(client, id))) return { people: [], empty: 'unknown' };
    const { people, shift } = await this.onCall.at(id, Date.parse(at), client);
    return reached(people, shift === null ? 'gap' : 'inactive');
  }

  async #ofTeam(client: Queryable, id: TeamId): Promise<Recipients> {
    const members = await this.teams.members(client, id);
    if (members === undefined) return { people: [], empty: 'unknown' };
    const known = await this.staff.getMany(members, client);
    const active = members.flatMap((member) => known.get(member) ?? []).filter((person) => person.active);
    return reached(active.map(referenceTo), members.length === 0 ? 'empty-team' : 'inactive');
  }
}

const reached = (people: readonly PersonReference[], empty: NonNullable<Recipients['empty']>): Recipients =>
  people.length > 0 ? { people } : { people, empty };
