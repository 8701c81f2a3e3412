import { Injectable } from '@nestjs/common';
import type { ContactMethod, StaffMember } from '#libs/contracts';

/** A person with the addresses by which they are reached. */
export interface StaffRecord extends Omit<StaffMember, 'contactMethods'> {
  /** In their order. */
  readonly contactMethods: readonly ContactMethod[];
}

/** Knows the people who can be notified. */
@Injectable()
export class StaffService {
  /** @throws StaffNotFoundError */
  get(_id: string): Promise<StaffRecord> {
    throw new Error('Not written yet.');
  }

  /** Those of the people that there are. */
  getMany(_ids: readonly string[]): Promise<ReadonlyMap<string, StaffRecord>> {
    throw new Error('Not written yet.');
  }
}
