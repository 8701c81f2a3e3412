import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';
import type { EndedStays, PresentStays, StayMoves, WaitingOfPathway } from './stay-flow.ts';

/** Counts what is in the tables `stay` and `placement`: who has a bed, and who came and went. */
@Injectable()
export class StayFlowStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * With those who are on leave now, whenever it is asked for.
   *
   * @param isPast whether the placements of then are asked for; otherwise, those of now.
   */
  async present(at: Date, { isPast }: { readonly isPast: boolean }): Promise<readonly PresentStays[]> {
    const { rows } = await this.database.pool.query<PresentStays>({
      name: `stay-flow-present-${isPast ? 'at' : 'now'}`,
      text: `select placement.ward_id as "wardId", stay.pathway, count(*)::int as stays,
               (count(*) filter (where stay.state = 'on-leave'))::int as "onLeave",
               sum(greatest(0, extract(epoch from $1::timestamptz - stay.admitted_at)) / 86400)::float as days,
               array_agg(stay.patient_id::text) as "patientIds"
             from placement join stay on stay.id = placement.stay_id
             where ${isPast ? 'placed_from <= $1 and (placed_until is null or placed_until > $1)' : 'placed_until is null'}
             group by placement.ward_id, stay.pathway`,
      values: [at],
    });
    return rows;
  }

  /** @param at null is now. */
  async waiting(at: Date | null): Promise<readonly WaitingOfPathway[]> {
    const { rows } = await this.database.pool.query<WaitingOfPathway>({
      name: `stay-flow-waiting-${at === null ? 'now' : 'at'}`,
      text: `select referral.referral ->> 'pathway' as pathway, count(*)::int as waiting
             from waiting_list join referral on referral.id = waiting_list.referral_id
             where ${at === null ? 'waiting_until is null' : 'waiting_from <= $1 and (waiting_until is null or waiting_until > $1)'}
             group by 1`,
      values: at === null ? [] : [at],
    });
    return rows;
  }

  /** An admission belongs to the first ward of the stay, a discharge to the last. What was cancelled never was. */
  async moves(at: Date): Promise<readonly StayMoves[]> {
    const { rows } = await this.database.pool.query<StayMoves>({
      name: 'stay-flow-moves',
      text: `select ward_id as "wardId", pathway, sum(up)::int as "admittedUp", sum(down)::int as "admittedDown",
               sum(unknown)::int as "admittedUnknown", sum(discharged)::int as discharges, sum(ended)::int as ended,
               sum(days)::float as "endedDays"
             from (
               select first.ward_id, pathway, (entry is not distinct from 'step-up')::int as up,
                 (entry is not distinct from 'step-down')::int as down, (entry is null)::int as unknown,
                 0 as discharged, 0 as ended, 0 as days
               from stay cross join lateral (
                 select ward_id from placement where stay_id = stay.id order by placed_from limit 1) first
               where admitted_at > $1::timestamptz - interval '1 day' and admitted_at <= $1 and state <> 'cancelled'
               union all
               select last.ward_id, pathway, 0, 0, 0, (discharged_at > $1::timestamptz - interval '1 day')::int, 1,
                 extract(epoch from discharged_at - admitted_at) / 86400
               from stay cross join lateral (
                 select ward_id from placement where stay_id = stay.id order by placed_from desc limit 1) last
               where discharged_at > $1::timestamptz - interval '28 days' and discharged_at <= $1
             ) moves
             group by ward_id, pathway`,
      values: [at],
    });
    return rows;
  }

  /** The stays that ended in a period, by the ward that they ended on and by pathway. */
  async ended(from: Date, until: Date): Promise<readonly EndedStays[]> {
    const { rows } = await this.database.pool.query<EndedStays>({
      name: 'stay-flow-ended',
      text: `select last.ward_id as "wardId", pathway, count(*)::int as stays,
               (count(*) filter (where discharge_destination in ('hospital-admission', 'hospital-transfer')))::int
                 as "toHospital",
               sum(extract(epoch from discharged_at - admitted_at) / 86400)::float as days
             from stay cross join lateral (
               select ward_id from placement where stay_id = stay.id order by placed_from desc limit 1) last
             where discharged_at >= $1 and discharged_at < $2
             group by last.ward_id, pathway order by last.ward_id, pathway`,
      values: [from, until],
    });
    return rows;
  }
}
