import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * SQL reads the observations of the chart also where they are stored short; those that are there stay as they are. Only
 * functions change, so it takes no longer on a large chart than on an empty one.
 */
export class ReadShortReadings1796083200000 implements MigrationInterface {
  readonly name = 'ReadShortReadings1796083200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Readings that are stored short cannot be read by what was before.'));
  }
}

const statements = [
  // Ids of one message differ in their last sixteen bits: the first stands in full, each other as what it differs by.
  `create function observation_id(observations json, observation json) returns uuid
   language sql immutable parallel safe as $$
     select coalesce(observation ->> 'id', (
       select left(first, 32)
         || lpad(to_hex(('x' || right(first, 4))::bit(16)::int # (observation ->> 'step')::int), 4, '0')
       from (select observations -> 0 ->> 'id' as first) as row))::uuid
   $$`,
  `create function is_known(
     of_patient uuid, of_code text, known_by timestamptz, observations json, observation json
   ) returns boolean
   language sql stable as $$
     select observation ->> 'code' = of_code and not exists (
       select from retraction r
       where r.patient_id = of_patient and r.observation_id = observation_id(observations, observation)
         and r.known_at <= known_by)
   $$`,
  // As before: the inner query reads the history backwards until the code turns up; the limit is what makes it do so.
  `create or replace function newest_observation(
     of_patient uuid, of_code text, known_by timestamptz, taken_by timestamptz default 'infinity'
   ) returns jsonb
   language sql stable as $$
     select (each.observation::jsonb - 'step') || jsonb_build_object(
       'id', observation_id(c.observations, each.observation),
       'takenAt', to_char(c.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     from charted_readings c
     cross join lateral json_array_elements(c.observations) as each (observation)
     where c.patient_id = of_patient
       and c.known_at <= known_by
       and is_known(of_patient, of_code, known_by, c.observations, each.observation)
       and c.taken_at = (
         select found.taken_at from charted_readings found
         where found.patient_id = of_patient
           and found.taken_at < known_by + interval '1 day'
           and found.taken_at <= taken_by
           and found.known_at <= known_by
           and position(of_code in found.observations::text) > 0
           and exists (
             select from json_array_elements(found.observations) as one (observation)
             where is_known(of_patient, of_code, known_by, found.observations, one.observation))
         order by found.taken_at desc limit 1)
     order by observation_id(c.observations, each.observation)::text collate "C" desc
     limit 1
   $$`,
  // It could not say of which row an observation is.
  'drop function is_known(uuid, text, timestamptz, json)',
];
