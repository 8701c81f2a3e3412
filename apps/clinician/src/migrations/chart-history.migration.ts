import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the chart knew when: the time at which everything became known, superseded scores, retractions, and readings let
 * out of quarantine.
 */
export class ChartHistory1795318200006 implements MigrationInterface {
  readonly name = 'ChartHistory1795318200006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...readings, ...retractions, ...scores, ...releases]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}

const readings = [
  // Null where it was charted before this was kept: `received_at` then stands for it. Filling in so large a table would
  // keep the ward waiting.
  'alter table charted_readings add column known_at timestamptz, add column released_by text',
  'create index stay_by_ward on stay (ward_id, admitted_at)',
];

const retractions = [
  // Also of observations that are not on the chart yet, so no foreign key.
  `create table retraction (
     patient_id uuid not null,
     observation_id uuid not null,
     code text not null,
     taken_at timestamptz not null,
     set_id uuid not null,
     retracted_by text not null,
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
  `create function newest_observation(of_patient uuid, of_code text, known_by timestamptz) returns jsonb
   language sql stable as $$
     select each.observation::jsonb
     from charted_readings c
     cross join lateral json_array_elements(c.observations) as each (observation)
     where c.patient_id = of_patient
       and coalesce(c.known_at, c.received_at) <= known_by
       and is_known(of_patient, of_code, known_by, each.observation)
       and c.taken_at = (
         select found.taken_at from charted_readings found
         where found.patient_id = of_patient
           and found.taken_at < known_by + interval '1 day'
           and coalesce(found.known_at, found.received_at) <= known_by
           and position(of_code in found.observations::text) > 0
           and exists (
             select from json_array_elements(found.observations) as one (observation)
             where is_known(of_patient, of_code, known_by, one.observation))
         order by found.taken_at desc limit 1)
     order by each.observation ->> 'id' collate "C" desc
     limit 1
   $$`,
];

const scores = [
  `alter table score add column known_at timestamptz, add column withdrawn boolean not null default false`,
  // What scores of the last release did not say yet: all of them were made by a reading, and stand.
  `update score set known_at = (score ->> 'receivedAt')::timestamptz, score = (
     '{"agedOut": [], "scalePrescription": null, "because": "reading", "withdrawn": false, "pathway": null}'::jsonb
     || score::jsonb
     || jsonb_build_object('inputs', (
          select coalesce(jsonb_agg(
            jsonb_build_object(
              'code', lower(regexp_replace(input ->> 'parameter', '([A-Z])', '-\\1', 'g')),
              'ageSeconds', greatest(0, trunc(extract(epoch from
                (score ->> 'at')::timestamptz - (input ->> 'takenAt')::timestamptz))::int)) || input
            order by place), '[]')
          from jsonb_array_elements(score::jsonb -> 'inputs') with ordinality as each (input, place))))::json`,
  'alter table score alter column known_at set not null',
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
  // A trigger, so that it is this very row that is kept whoever replaces it, and a score that replaces none pays nothing.
  `create function keep_superseded_score() returns trigger language plpgsql as $$
   begin
     insert into score_version (patient_id, at, revision, score, withdrawn, known_at, superseded_at)
     values (old.patient_id, old.at, old.revision, old.score, old.withdrawn, old.known_at, new.known_at)
     on conflict do nothing;
     return new;
   end $$`,
  `create trigger score_superseded before update on score
   for each row when (old.revision < new.revision) execute function keep_superseded_score()`,
];

const releases = [
  `create table released_reading (
     quarantined_id uuid not null references quarantined,
     path text not null,
     observation_id uuid not null,
     released_by text not null,
     reason text not null,
     released_at timestamptz not null,
     primary key (quarantined_id, path)
   )`,
];

const undo = [
  'drop table released_reading',
  'drop trigger score_superseded on score',
  'drop function keep_superseded_score()',
  'drop table score_version',
  'alter table score drop column known_at, drop column withdrawn',
  'drop function newest_observation(uuid, text, timestamptz)',
  'drop function is_known(uuid, text, timestamptz, json)',
  'drop table retraction',
  'drop index stay_by_ward',
  'alter table charted_readings drop column known_at, drop column released_by',
];
