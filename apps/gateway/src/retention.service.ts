import { instant } from '#libs/contracts';
import type { Timers } from '#libs/timers';
import type { DailyVolumesStore } from './allowances/daily-volumes.store.ts';
import type { MessagesStore } from './intake/messages.store.ts';
import type { IntakeStatusStore } from './intake-status/intake-status.store.ts';

export interface RetentionParts {
  readonly timers: Timers;
  readonly messages: MessagesStore;
  readonly intakeStatus: IntakeStatusStore;
  readonly volumes: DailyVolumesStore;
  /** How long ago a reading may have been taken. */
  readonly oldestReadingDays: number;
}

const dayMs = 86_400_000;

/**
 * Deletes what has no further use: ids of messages that are too old to be accepted again in any case, and outages in which
 * no reading can have been taken that may still come.
 *
 * Guarantee: a message id is kept for a day longer than a reading may be old. Works in small steps with pauses, one
 * replica at a time, so that the intake never waits for it.
 */
export class RetentionService {
  constructor(private readonly parts: RetentionParts) {
    parts.timers.repeat({
      kind: 'retention',
      everyMilliseconds: 60_000,
      work: (now, signal) => this.deleteOld(now, signal),
    });
  }

  /** Deletes all that has no further use now, unless it is aborted. */
  async deleteOld(now: Date, signal?: AbortSignal): Promise<void> {
    const { messages, intakeStatus, volumes, oldestReadingDays } = this.parts;
    const oldest = now.getTime() - oldestReadingDays * dayMs;
    await messages.deleteBefore(instant(oldest - dayMs), signal);
    await intakeStatus.deleteOutagesBefore(instant(oldest), signal);
    await volumes.deleteBefore(instant(oldest).slice(0, 10));
  }
}
