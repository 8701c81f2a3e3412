import type { Capability } from '../parts.module.ts';
import { LiveEventsService } from './live-events.service.ts';
import { LiveReaderService } from './live-reader.service.ts';
import { LiveStreamsService } from './live-streams.service.ts';
import { LiveWakeService } from './live-wake.service.ts';
import { LiveController } from './live.controller.ts';
import { LiveService } from './live.service.ts';
import { LiveStore } from './live.store.ts';

export const live: Capability = {
  controllers: [LiveController],
  providers: [LiveService, LiveStore, LiveReaderService, LiveEventsService, LiveWakeService, LiveStreamsService],
};
