import { z } from 'zod';

import { ClinicianSettings } from '../../../clinician/src/settings.ts';
import { SignInSettings } from '../../../clinician/src/people/sign-in-settings.ts';
import { GatewaySettings } from '../../../gateway/src/settings.ts';
import { ScoringSettings } from '../../../scoring/src/settings.ts';
import { HomewardSettings } from '../settings.ts';

/** The settings of all services together, so that every fault is told at once, whichever of them are to run. */
export const ServiceSettings = z.object({
  ...HomewardSettings.shape,
  ...GatewaySettings.shape,
  ...ScoringSettings.shape,
  ...ClinicianSettings.shape,
  ...SignInSettings.shape,
});
export type ServiceSettings = z.infer<typeof ServiceSettings>;
