import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A patient's history as a function of what was measured and planned: every version of a plan, what was known at each
 * moment, scores that time makes, signals and requests that are revised and withdrawn, and when something is next due.
 *
 * What the release before kept is carried over: plans, and moments with their scores. A signal of that release belongs to no
 * stay and no condition, so nothing that becomes known later can correct it; it is kept beside, and read by nobody.
 */
export class KeepHistory1763856000000 implements MigrationInterface {
  readonly name = 'KeepHistory1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    await carryPlansOver(runner);
    await carryMomentsOver(runner);
    await carryStandingsOver(runner);
    await runner.query(`ALTER TABLE observation_set ADD COLUMN retracts json, ADD COLUMN known_at timestamptz`);
    await runner.query(`UPDATE observation_set SET known_at = received_at`);
    await runner.query(`ALTER TABLE observation_set ALTER COLUMN known_at SET NOT NULL`);
    await makeRoomForWhatIsTold(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('What is known by now has no place in the tables of before: restore a backup.'));
  }
}

/** What NEWS2 was scored from: as scores named it, and its observation. */
const news2Parameters = [
  { name: 'respirationRate', code: 'respiration-rate' },
  { name: 'oxygenSaturation', code: 'oxygen-saturation' },
  { name: 'supplementalOxygen', code: 'supplemental-oxygen' },
  { name: 'systolicPressure', code: 'systolic-pressure' },
  { name: 'pulseRate', code: 'pulse-rate' },
  { name: 'consciousness', code: 'consciousness' },
  { name: 'temperature', code: 'temperature' },
] as const;

/** The pathways that have rules of their own; all others go by the general ones. */
const pathways = [
  'acute-respiratory',
  'frailty',
  'heart-failure',
  'end-of-life',
  'diabetes',
  'cystic-fibrosis',
  'complex-maternity',
  'severe-mental-illness',
  'falls-in-care-homes',
] as const;

/** What a plan did not say before is as the pathway has it. So is validity: every plan of before said the usual one. */
async function carryPlansOver(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE plan_version (
      patient_id uuid NOT NULL,
      revision integer NOT NULL,
      changed_at timestamptz NOT NULL,
      known_at timestamptz NOT NULL,
      body json NOT NULL,
      PRIMARY KEY (patient_id, revision)
    )`);
  await runner.query(`
    INSERT INTO plan_version (patient_id, revision, changed_at, known_at, body)
    SELECT patient_id, revision, (body ->> 'changedAt')::timestamptz, (body ->> 'changedAt')::timestamptz,
      (body::jsonb || jsonb_build_object(
        'scoredFrom', null,
        'ruleSet', jsonb_build_object('version', 1, 'id',
          CASE WHEN body #>> '{stay,pathway}' = ANY (ARRAY[${pathways.map((id) => `'${id}'`).join(', ')}])
            THEN body #>> '{stay,pathway}' ELSE 'general' END),
        'monitoring', 'intermittent',
        'validityMinutes', '{}'::jsonb,
        'dueEveryMinutes', '{}'::jsonb,
        'thresholds', '[]'::jsonb,
        'ceilingOfCare', null,
        'pauses', '[]'::jsonb
      ))::json
    FROM monitoring_plan`);
  await runner.query(`DROP TABLE monitoring_plan`);
}

/**
 * What was known at a moment: the readings that its score was made of. Older ones had aged out, and do not come back. The
 * form is that of `knownToJson` in libs/timeline at the time of this migration.
 */
async function carryMomentsOver(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE moment
      DROP CONSTRAINT scored_or_withheld,
      ALTER COLUMN caused_by DROP NOT NULL,
      ADD COLUMN received_at timestamptz,
      ADD COLUMN taken json,
      ADD COLUMN known json,
      ADD COLUMN score_caused_by uuid,
      ADD COLUMN known_at timestamptz`);
  const named = news2Parameters.map(({ name, code }) => `('${name}', '${code}')`).join(', ');
  await runner.query(`
    UPDATE moment SET
      received_at = coalesce((score ->> 'receivedAt')::timestamptz, at),
      known_at = coalesce((score ->> 'receivedAt')::timestamptz, at),
      score_caused_by = (score ->> 'causedBy')::uuid,
      known = old.known,
      score = CASE WHEN score IS NOT NULL THEN (score::jsonb || jsonb_build_object(
        'agedOut', '[]'::jsonb, 'scalePrescription', null, 'because', 'reading', 'withdrawn', false, 'pathway', null,
        'inputs', old.inputs
      ))::json END
    FROM (
      SELECT patient_id AS patient, moment.at AS moment,
        json_agg(json_build_array(
          json_build_array(code, input ->> 'observationId', input -> 'value',
            (extract(epoch FROM (input ->> 'takenAt')::timestamptz) * 1000)::bigint, 0, null, 0, null, null),
          null, null
        )) AS known,
        jsonb_agg(input::jsonb || jsonb_build_object('code', code, 'ageSeconds',
          floor(extract(epoch FROM moment.at - (input ->> 'takenAt')::timestamptz))::int)) AS inputs
      FROM moment
      CROSS JOIN LATERAL json_array_elements(coalesce(score -> 'inputs', inputs)) AS input
      JOIN (VALUES ${named}) AS named (parameter, code) ON named.parameter = input ->> 'parameter'
      GROUP BY patient_id, moment.at
    ) AS old
    WHERE patient_id = old.patient AND at = old.moment`);
  await runner.query(`ALTER TABLE moment DROP COLUMN inputs, ALTER COLUMN known_at SET NOT NULL`);
}

/**
 * Everything has been told up to the newest moment. What time has made since, such as a value that aged out, falls due at
 * once. The index is partial, and `due_at` changes seldom (see StandingsStore): a row that keeps it is changed in place.
 */
async function carryStandingsOver(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE standing
      DROP COLUMN tier,
      ADD COLUMN horizon timestamptz,
      ADD COLUMN due_at timestamptz,
      ADD COLUMN trend_due_at timestamptz,
      ADD COLUMN open_asks json,
      ADD COLUMN retracted json`);
  await runner.query(`
    UPDATE standing SET horizon = newest.at, due_at = newest.at, version = version + 1
    FROM (SELECT patient_id, max(at) AS at FROM moment GROUP BY patient_id) AS newest
    WHERE standing.patient_id = newest.patient_id`);
  await runner.query(`CREATE INDEX standing_due ON standing (due_at) WHERE due_at IS NOT NULL`);
}

async function makeRoomForWhatIsTold(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER TABLE signal RENAME TO signal_of_release_0_1`);
  await runner.query(`ALTER INDEX signal_pkey RENAME TO signal_of_release_0_1_pkey`);
  await runner.query(`DROP INDEX signal_caused_by`);
  for (const table of ['signal', 'request']) {
    await runner.query(`
      CREATE TABLE ${table} (
        id uuid PRIMARY KEY,
        patient_id uuid NOT NULL,
        at timestamptz NOT NULL,
        caused_by uuid NOT NULL,
        known_at timestamptz NOT NULL,
        went_out boolean NOT NULL,
        body json NOT NULL
      )`);
    await runner.query(`CREATE INDEX ${table}_caused_by ON ${table} (caused_by)`);
    await runner.query(`CREATE INDEX ${table}_patient ON ${table} (patient_id, at)`);
  }
  await runner.query(`
    CREATE TABLE superseded (
      id uuid NOT NULL,
      revision integer NOT NULL,
      patient_id uuid NOT NULL,
      topic text NOT NULL,
      known_at timestamptz NOT NULL,
      body json NOT NULL,
      PRIMARY KEY (id, revision)
    )`);
  await runner.query(`CREATE INDEX superseded_patient ON superseded (patient_id)`);
  await runner.query(`
    CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      value text NOT NULL,
      staged_at timestamptz NOT NULL DEFAULT now()
    )`);
  await runner.query(`CREATE INDEX outbox_key ON outbox (key)`);
}
