import { notMerged } from './record-tables.ts';

const wardsAndCapacity = [
  'create extension if not exists btree_gist with schema public',
  `create table ward (
     id uuid primary key,
     name text not null,
     organisation text,
     pathways text[],
     population integer,
     hours jsonb,
     reply_needs_sign_in boolean,
     revision integer not null,
     created_at timestamptz not null
   )`,
  'create index ward_by_name on ward (name, id)',
  // An entry holds from `holds_from` until the next begins. None is ever changed: what was known when can be asked for.
  `create table ward_capacity (
     id bigint generated always as identity primary key,
     ward_id uuid not null references ward,
     holds_from timestamptz not null,
     beds integer not null check (beds >= 0),
     staffed_beds integer,
     kits integer,
     acuity_points integer,
     reason text not null,
     recorded_by jsonb not null,
     recorded_at timestamptz not null
   )`,
  'create index ward_capacity_by_ward on ward_capacity (ward_id, holds_from desc, id desc)',
  // A closure that is ended by hand before it begins was never in force.
  `create table ward_closure (
     id uuid primary key,
     ward_id uuid not null references ward,
     beds integer not null check (beds > 0),
     closed_from timestamptz not null,
     closed_until timestamptz check (closed_until > closed_from),
     reason text not null,
     recorded_by jsonb not null,
     recorded_at timestamptz not null,
     ended_at timestamptz,
     ended_by jsonb,
     end_reason text
   )`,
  'create index ward_closure_by_ward on ward_closure (ward_id, closed_from)',
  // Beds at a time as they were known at another; 'infinity': as they are known now. No row before the ward was opened.
  `create function beds_of(of_ward uuid, at timestamptz, known_at timestamptz)
   returns table (beds integer, closed integer, staffed_beds integer, kits integer, acuity_points integer)
   language sql stable as $$
     select held.beds,
       least(held.beds, (
         select coalesce(sum(closure.beds), 0)::int from ward_closure closure
         where closure.ward_id = of_ward and closure.recorded_at <= known_at
           and closure.closed_from <= at and (closure.closed_until is null or closure.closed_until > at)
           and (closure.ended_at is null or closure.ended_at > at or closure.ended_at > known_at))),
       held.staffed_beds, held.kits, held.acuity_points
     from (select * from ward_capacity entry
           where entry.ward_id = of_ward and entry.holds_from <= at and entry.recorded_at <= known_at
           order by entry.holds_from desc, entry.id desc limit 1) held
   $$`,
  // Allocation and the triggers below ask this one function.
  `create function open_beds(of_ward uuid, at timestamptz) returns integer
   language sql stable as $$ select coalesce((select beds - closed from beds_of(of_ward, at, 'infinity')), 0) $$`,
];

const staysAndPlacements = [
  `create table stay (
     id uuid primary key,
     patient_id uuid not null references patient,
     pathway text not null,
     entry text check (entry in ('step-up', 'step-down')),
     referral_id uuid,
     state text not null check (state in ('admitted', 'on-leave', 'discharged', 'cancelled')),
     admitted_at timestamptz not null,
     admitted_by jsonb not null,
     expected_discharge_date date,
     leave jsonb,
     discharged_at timestamptz,
     discharged_by jsonb,
     discharge_reason text,
     discharge_destination text,
     cancelled jsonb,
     reinstated jsonb,
     responsible jsonb,
     revision integer not null,
     constraint stay_leave_while_on_leave check ((state = 'on-leave') = (leave is not null)),
     constraint stay_ends_after_it_begins check (discharged_at >= admitted_at),
     constraint stay_discharged_at check ((state = 'discharged') = (discharged_at is not null)),
     constraint stay_cancelled_once check ((state = 'cancelled') = (cancelled is not null))
   )`,
  `create unique index stay_one_open on stay (patient_id) where state in ('admitted', 'on-leave')`,
  'create index stay_by_patient on stay (patient_id, admitted_at)',
  'create index stay_by_admission on stay (admitted_at, id)',
  notMerged('stay'),
  // Ward and bed of everything that belongs to a stay follow from here. A patient has one bed at a time, a bed one patient;
  // but two records that turned out to be of one patient may have had two at once, and `carried` says so.
  `create table placement (
     stay_id uuid not null references stay,
     patient_id uuid not null references patient,
     ward_id uuid not null references ward,
     bed integer not null check (bed > 0),
     placed_from timestamptz not null,
     placed_until timestamptz check (placed_until >= placed_from),
     placed_by jsonb not null,
     reason text,
     over_capacity_reason text,
     swapped_with uuid references stay,
     carried boolean not null default false,
     primary key (stay_id, placed_from),
     constraint placement_one_at_a_time exclude using gist
       (patient_id with =, tstzrange(placed_from, placed_until) with &&) where (not carried),
     constraint placement_one_in_a_bed exclude using gist
       (ward_id with =, bed with =, tstzrange(placed_from, placed_until) with &&)
   )`,
  'create index placement_by_ward on placement (ward_id, placed_from)',
  'create index placement_open_on_ward on placement (ward_id) where placed_until is null',
];

const referrals = [
  // The list is sorted by what the referral itself says: those that wait first, the most urgent and earliest of them.
  `create table referral (
     id uuid primary key,
     patient_id uuid not null references patient,
     ward_id uuid references ward,
     state text not null
       check (state in ('received', 'triaged', 'waiting', 'reserved', 'admitted', 'declined', 'withdrawn')),
     list_rank integer not null,
     list_milliseconds bigint not null,
     referral jsonb not null,
     constraint referral_accepted_has_ward check (ward_id is not null or state not in ('waiting', 'reserved'))
   )`,
  'create index referral_in_order on referral (list_rank, list_milliseconds, id)',
  'create index referral_by_ward on referral (ward_id, list_rank, list_milliseconds, id)',
  'create index referral_by_patient on referral (patient_id, list_rank, list_milliseconds, id)',
  notMerged('referral'),
];

const reservationsAndWaiting = [
  // Holds a bed from `reserved_from` until it is ended: by the admission, or when it lapses at `lapses_at`, or by hand.
  `create table bed_reservation (
     id bigint generated always as identity primary key,
     ward_id uuid not null references ward,
     referral_id uuid not null,
     patient_id uuid not null references patient,
     reserved_from timestamptz not null,
     lapses_at timestamptz not null,
     reserved_by jsonb not null,
     ended_at timestamptz,
     ended_why text check (ended_why in ('admitted', 'lapsed', 'released', 'withdrawn', 'moved'))
   )`,
  'create unique index bed_reservation_one_at_a_time on bed_reservation (referral_id) where ended_at is null',
  'create index bed_reservation_now on bed_reservation (ward_id) where ended_at is null',
  'create index bed_reservation_of_patient on bed_reservation (patient_id) where ended_at is null',
  'create index bed_reservation_by_ward on bed_reservation (ward_id, reserved_from)',
  `create table waiting_list (
     id bigint generated always as identity primary key,
     ward_id uuid not null references ward,
     referral_id uuid not null,
     urgency text not null check (urgency in ('emergency', 'urgent', 'routine')),
     accepted_at timestamptz not null,
     waiting_from timestamptz not null,
     waiting_until timestamptz
   )`,
  'create unique index waiting_list_one_at_a_time on waiting_list (referral_id) where waiting_until is null',
  'create index waiting_list_now on waiting_list (ward_id) where waiting_until is null',
  'create index waiting_list_by_ward on waiting_list (ward_id, waiting_from)',
];

/**
 * That no more beds are given out than are open, whatever the code does. Both triggers lock the ward first, so that of two
 * who want its last bed the second sees the first. A placement beyond capacity is marked with its reason; one that takes
 * over the very bed that another stay leaves at that time takes no further bed.
 */
const allocation = [
  `create function beds_promised(of_ward uuid) returns integer
   language sql volatile as $$
     select (select count(*)::int from placement where ward_id = of_ward and placed_until is null)
       + (select count(*)::int from bed_reservation where ward_id = of_ward and ended_at is null)
   $$`,
  `create function refuse_placement_beyond_open_beds() returns trigger
   language plpgsql as $$
   begin
     if new.placed_until is not null then return new; end if;
     perform 1 from ward where id = new.ward_id for no key update;
     if new.over_capacity_reason is not null then return new; end if;
     if new.swapped_with is not null and exists (
       select from placement left_bed
       where left_bed.stay_id = new.swapped_with and left_bed.ward_id = new.ward_id and left_bed.bed = new.bed
         and left_bed.placed_until = new.placed_from) then return new; end if;
     if beds_promised(new.ward_id) > open_beds(new.ward_id, new.placed_from) then
       raise exception 'ward % has no free bed for stay %', new.ward_id, new.stay_id
         using errcode = 'check_violation', constraint = 'placement_within_open_beds', table = 'placement';
     end if;
     return new;
   end
   $$`,
  `create trigger placement_within_open_beds after insert or update of ward_id, placed_until, over_capacity_reason
   on placement for each row execute function refuse_placement_beyond_open_beds()`,
  `create function refuse_reservation_beyond_open_beds() returns trigger
   language plpgsql as $$
   begin
     if new.ended_at is not null then return new; end if;
     perform 1 from ward where id = new.ward_id for no key update;
     if beds_promised(new.ward_id) > open_beds(new.ward_id, new.reserved_from) then
       raise exception 'ward % has no free bed for referral %', new.ward_id, new.referral_id
         using errcode = 'check_violation', constraint = 'reservation_within_open_beds', table = 'bed_reservation';
     end if;
     return new;
   end
   $$`,
  `create trigger reservation_within_open_beds after insert or update of ward_id, ended_at
   on bed_reservation for each row execute function refuse_reservation_beyond_open_beds()`,
];

/** Wards and their dated beds; stays and the beds that they have; beds that are promised, and those who wait for one. */
export const wards = [
  ...wardsAndCapacity,
  ...staysAndPlacements,
  ...referrals,
  ...reservationsAndWaiting,
  ...allocation,
];
