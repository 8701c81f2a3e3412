import { z } from 'zod';

import {
  type NotificationSettings,
  notificationSettingsFaults,
} from '../../../clinician/src/notifications/notification-settings.ts';
import { ClinicianSettings } from '../../../clinician/src/settings.ts';
import { SignInSettings } from '../../../clinician/src/people/sign-in-settings.ts';
import { GatewaySettings } from '../../../gateway/src/settings.ts';
import { ScoringSettings } from '../../../scoring/src/settings.ts';
import { HomewardSettings } from '../settings.ts';

/** The settings of all services together, so that every fault is told at once, whichever of them are to run. */
export const ServiceSettings = z
  .object({
    ...HomewardSettings.shape,
    ...GatewaySettings.shape,
    ...ScoringSettings.shape,
    ...ClinicianSettings.shape,
    ...SignInSettings.shape,
  })
  // Also where another setting is wrong, so that all of them are named together.
  .superRefine(missingBesideOthers, { when: () => true });

function missingBesideOthers(settings: Partial<NotificationSettings>, context: z.core.$RefinementCtx): void {
  for (const { setting, message } of notificationSettingsFaults(settings))
    context.addIssue({ code: 'custom', path: [setting], message });
}
export type ServiceSettings = z.infer<typeof ServiceSettings>;
