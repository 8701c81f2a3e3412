/** No row of the table is added for a record that was merged into another. */
export const notMerged = (table: string): string =>
  `create trigger ${table}_not_merged before insert on ${table} for each row execute function refuse_merged_patient()`;

/**
 * Who the patients are and what is known of them. Tables that follow the log have no foreign keys: the log may be ahead of
 * the others, or outlive them.
 */
export const record = [
  `create table patient (
     id uuid primary key,
     nhs_number text not null constraint patient_nhs_number unique,
     given_name text not null,
     family_name text not null,
     birth_date date not null,
     created_at timestamptz not null,
     search_words tsvector not null,
     name_key text not null,
     has_open_stay boolean not null default false,
     merged_into uuid references patient check (merged_into <> id),
     revision integer not null default 1
   )`,
  'create index patient_merged on patient (id) where merged_into is not null',
  `create table patient_merge (
     id uuid primary key,
     survivor_id uuid not null references patient,
     duplicate_id uuid not null references patient check (duplicate_id <> survivor_id),
     merged_by jsonb not null,
     merged_at timestamptz not null,
     reason text not null,
     counts jsonb not null,
     carried jsonb not null,
     undone_by jsonb,
     undone_at timestamptz,
     undo_reason text,
     constraint patient_merge_undone_once
       check ((undone_by is null) = (undone_at is null) and (undone_by is null) = (undo_reason is null))
   )`,
  'create unique index patient_merge_in_force on patient_merge (duplicate_id) where undone_at is null',
  'create index patient_merge_by_survivor on patient_merge (survivor_id, merged_at)',
  'create index patient_merge_by_duplicate on patient_merge (duplicate_id, merged_at)',
  // A command that was about to write to a record while it was merged waits here for the merge, and is refused: what it wrote
  // would stand on a record that no page leads to. The detail names the record that stays.
  `create function refuse_merged_patient() returns trigger language plpgsql as $$
   declare stands_in uuid;
   begin
     select merged_into into stands_in from patient where id = new.patient_id for key share;
     if stands_in is not null then
       raise exception 'patient % was merged', new.patient_id
         using errcode = 'check_violation', constraint = 'patient_not_merged', detail = stands_in::text;
     end if;
     return new;
   end $$`,
  'create index patient_by_name on patient (family_name, given_name, id)',
  'create index patient_by_search_word on patient using gin (search_words)',
  'create index patient_by_birth_date on patient (birth_date, name_key)',
  `create table patient_flags (
     patient_id uuid primary key references patient,
     flags jsonb not null,
     changed jsonb not null,
     revision integer not null
   )`,
  `create table patient_contact (
     id uuid primary key,
     patient_id uuid not null references patient,
     contact jsonb not null,
     revision integer not null,
     removed_at timestamptz
   )`,
  'create index patient_contact_by_patient on patient_contact (patient_id)',
  notMerged('patient_contact'),
  `create table patient_note (
     id uuid primary key,
     patient_id uuid not null references patient,
     kind text not null check (kind in ('note', 'call')),
     text text not null,
     contact_id uuid references patient_contact,
     call_outcome text check ((call_outcome is not null) = (kind = 'call')),
     alert_id uuid,
     written_by jsonb not null,
     written_at timestamptz not null,
     retracted_by jsonb,
     retraction_reason text,
     retracted_at timestamptz
   )`,
  'create index patient_note_by_patient on patient_note (patient_id, written_at, id)',
  notMerged('patient_note'),
  `create table charted_readings (
     patient_id uuid not null,
     taken_at timestamptz not null,
     set_id uuid not null,
     received_at timestamptz not null,
     known_at timestamptz not null,
     message_id text not null,
     device_id text,
     entered_by jsonb,
     source text not null,
     released_by jsonb,
     observations json not null,
     primary key (patient_id, taken_at, set_id)
   )`,
  // Rows come in the order of this time, nearly: a few bytes a thousand rows find a period, and cost a write nothing.
  'create index charted_readings_by_receipt on charted_readings using brin (received_at)',
  `create table retraction (
     patient_id uuid not null,
     observation_id uuid not null,
     code text not null,
     taken_at timestamptz not null,
     set_id uuid not null,
     retracted_by jsonb not null,
     reason text not null,
     retracted_at timestamptz not null,
     known_at timestamptz not null,
     primary key (patient_id, observation_id)
   )`,
  `create function is_known(of_patient uuid, of_code text, known_by timestamptz, observation json) returns boolean
   language sql stable as $$
     select observation ->> 'code' = of_code and not exists (
       select from retraction r
       where r.patient_id = of_patient and r.observation_id = (observation ->> 'id')::uuid and r.known_at <= known_by)
   $$`,
  // The inner query reads the history backwards until the code turns up; the limit is what makes it do so. No reading is
  // taken a day after it became known, and every one has the name of its code in its text, which is cheaper to look for
  // than to take the JSON apart.
  `create function newest_observation(
     of_patient uuid, of_code text, known_by timestamptz, taken_by timestamptz default 'infinity'
   ) returns jsonb
   language sql stable as $$
     select each.observation::jsonb
     from charted_readings c
     cross join lateral json_array_elements(c.observations) as each (observation)
     where c.patient_id = of_patient
       and c.known_at <= known_by
       and is_known(of_patient, of_code, known_by, each.observation)
       and c.taken_at = (
         select found.taken_at from charted_readings found
         where found.patient_id = of_patient
           and found.taken_at < known_by + interval '1 day'
           and found.taken_at <= taken_by
           and found.known_at <= known_by
           and position(of_code in found.observations::text) > 0
           and exists (
             select from json_array_elements(found.observations) as one (observation)
             where is_known(of_patient, of_code, known_by, one.observation))
         order by found.taken_at desc limit 1)
     order by each.observation ->> 'id' collate "C" desc
     limit 1
   $$`,
  `create table patient_latest (
     patient_id uuid primary key,
     newest_taken_at timestamptz not null,
     by_code jsonb not null
   ) with (fillfactor = 70)`,
  // Of each code the observation taken last; at one and the same time the greater id, so that the order of arrival
  // decides nothing. Instants are UTC with milliseconds: their text order is time order.
  `create function newer_of_each(known jsonb, arrived jsonb) returns jsonb language sql immutable parallel safe as $$
     select known || coalesce(jsonb_object_agg(code, observation), '{}'::jsonb)
     from jsonb_each(arrived) as each (code, observation)
     where known -> code is null
        or (observation ->> 'takenAt' collate "C", observation ->> 'id' collate "C")
         > (known -> code ->> 'takenAt' collate "C", known -> code ->> 'id' collate "C")
   $$`,
  // What a ward's curves are drawn from, and what a region's acuity is counted by, stands beside the JSON: taking that apart
  // would be most of the work of a board.
  `create table score (
     patient_id uuid not null,
     at timestamptz not null,
     revision integer not null,
     withdrawn boolean not null,
     score json not null,
     known_at timestamptz not null,
     min_total integer not null,
     max_total integer not null,
     rule_set text not null,
     tier text not null,
     primary key (patient_id, at)
   )`,
  'create index score_by_when_known on score using brin (known_at)',
  // The last whole score is asked for where something is missing of the newest, which may have been so for hours.
  'create index score_whole on score (patient_id, at) where min_total = max_total and not withdrawn',
  `create table score_version (
     patient_id uuid not null,
     at timestamptz not null,
     revision integer not null,
     score json not null,
     withdrawn boolean not null,
     known_at timestamptz not null,
     superseded_at timestamptz not null,
     primary key (patient_id, at, revision)
   )`,
  // A trigger, so that it is this very row that is kept, and a score that replaces none pays nothing.
  `create function keep_superseded_score() returns trigger language plpgsql as $$
   begin
     insert into score_version (patient_id, at, revision, score, withdrawn, known_at, superseded_at)
     values (old.patient_id, old.at, old.revision, old.score, old.withdrawn, old.known_at, new.known_at)
     on conflict do nothing;
     return new;
   end $$`,
  `create trigger score_superseded before update on score
   for each row when (old.revision < new.revision) execute function keep_superseded_score()`,
  `create table scoring_status (
     patient_id uuid primary key,
     revision integer not null,
     state text not null check (state in ('scoring', 'parked')),
     reason text,
     since timestamptz not null,
     plan_revision integer not null
   )`,
  `create table canary_arrival (
     stream text primary key check (stream in ('signals', 'scores')),
     taken_at timestamptz not null,
     arrived_at timestamptz not null
   )`,
  `create table quarantined (
     id uuid primary key,
     device_id text not null,
     gateway_id text not null,
     patient_id uuid,
     received_at timestamptz not null,
     times_received integer not null default 1,
     last_received_at timestamptz not null,
     first_reason text not null,
     bytes integer not null,
     event json not null
   )`,
  `create index quarantined_by_volume on quarantined (gateway_id, last_received_at)
     where first_reason = 'gateway-volume-used-up'`,
  'create index quarantined_by_time on quarantined (received_at, id)',
  'create index quarantined_by_device on quarantined (device_id, received_at, id)',
  'create index quarantined_by_gateway on quarantined (gateway_id, received_at, id)',
  'create index quarantined_by_patient on quarantined (patient_id, received_at, id) where patient_id is not null',
  `create table released_reading (
     quarantined_id uuid not null references quarantined on delete cascade,
     path text not null,
     observation_id uuid not null,
     released_by jsonb not null,
     reason text not null,
     released_at timestamptz not null,
     primary key (quarantined_id, path)
   )`,
];
