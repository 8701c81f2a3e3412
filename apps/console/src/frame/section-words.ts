import { t } from '@lingui/core/macro';
import type { Section } from '../routes/route.tsx';

/** What the rail calls its entries. */
export function sectionWords(section: Section): string {
  switch (section) {
    case 'now':
      return t`Now`;
    case 'wards':
      return t`Wards`;
    case 'alerts':
      return t`Alerts`;
    case 'patients':
      return t`Patients`;
    case 'flow':
      return t`Flow`;
    case 'devices':
      return t`Devices`;
    case 'manage':
      return t`Manage`;
  }
}
