import { Inject, Injectable } from '@nestjs/common';
import { type ClinicianParts, PARTS } from '../../parts.module.ts';
import { StaffService } from './staff.service.ts';

/** Keeps each person who signs in as one who can be notified. */
@Injectable()
export class SignInsService {
  constructor(@Inject(PARTS) { signIns }: ClinicianParts, staff: StaffService) {
    signIns?.onSignIn((person) => staff.signedIn(person));
  }
}
