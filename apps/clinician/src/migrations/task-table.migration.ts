import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Things that a clinician is to do for a patient, from when they are due. */
export class TaskTable1795305600010 implements MigrationInterface {
  readonly name = 'TaskTable1795305600010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table task (
         id uuid primary key,
         patient_id uuid not null references patient,
         stay_id uuid not null references stay,
         ward_id uuid not null references ward,
         kind text not null,
         subject text not null,
         state text not null check (state in ('open', 'done', 'cancelled')),
         words text not null,
         codes text[] not null,
         silent_party text check (silent_party in ('device', 'patient', 'unknown')),
         opened_at timestamptz not null,
         due_at timestamptz not null,
         closed_at timestamptz,
         closed_by text,
         outcome text,
         revision integer not null,
         cause_revision integer not null,
         announced boolean not null
       )`,
    );
    await runner.query('create index task_by_due on task (due_at, id)');
    await runner.query('create index task_by_ward on task (ward_id, due_at, id)');
    await runner.query('create index task_by_patient on task (patient_id, due_at, id)');
    await runner.query(`create index task_open_of_stay on task (stay_id) where state = 'open'`);
    await runner.query(`create index task_to_announce on task (due_at) where state = 'open' and not announced`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table task');
  }
}
