import type { Capability } from '../../parts.module.ts';
import { LiveEventsService } from './live-events.service.ts';
import { LiveReaderService } from './live-reader.service.ts';
import { LiveStreamsService } from './live-streams.service.ts';
import { LiveWakeService } from './live-wake.service.ts';
import { LiveController } from './live.controller.ts';
import { LiveService } from '../../commands/live-changes/live-changes.service.ts';
import { LiveStore } from '../../commands/live-changes/live-changes.store.ts';

export const live: Capability = {
  controllers: [LiveController],
  providers: [LiveService, LiveStore, LiveReaderService, LiveEventsService, LiveWakeService, LiveStreamsService],
};
