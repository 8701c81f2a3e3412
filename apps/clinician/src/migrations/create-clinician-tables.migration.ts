import { outboxTable } from '#libs/outbox';
import { timerTable } from '#libs/timers';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { capacity } from './capacity-tables.ts';
import { notifications } from './notification-tables.ts';
import { record } from './record-tables.ts';
import { alerts, commands, devices, escalationPolicies, people, plans, staff } from './tables.ts';
import { wards } from './ward-tables.ts';

/** The whole schema `clinician`, by group, in the order in which the groups may know each other. */
export class CreateClinicianTables1795910400000 implements MigrationInterface {
  readonly name = 'CreateClinicianTables1795910400000';

  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...commands,
      ...outboxTable,
      ...timerTable,
      ...people,
      ...record,
      ...plans,
      ...devices,
      ...wards,
      ...capacity,
      ...staff,
      ...escalationPolicies,
      ...notifications,
      ...alerts,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is nothing before the first migration: drop the schema instead.'));
  }
}
