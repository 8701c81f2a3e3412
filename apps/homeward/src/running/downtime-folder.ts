import { join } from 'node:path';
import type { ServiceSettings } from './service-settings.ts';

/** Where the clinician service keeps its downtime packs. */
export const downtimeFolderOf = ({ DOWNTIME_PACK_FOLDER: folder, HOMEWARD_HOME: home }: ServiceSettings): string =>
  folder ?? join(home, 'downtime');
