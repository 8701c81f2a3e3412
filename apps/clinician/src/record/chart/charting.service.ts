import { Injectable } from '@nestjs/common';
import { instant, type ObservationSetRecorded, type Score } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import { type CallForHelp, callsIn } from './call-for-help.ts';
import { ChartEntriesService, keyOf } from './chart-entries.service.ts';
import { ChartingStore } from './charting.store.ts';
import { highestRevisions } from './readings-by-time.ts';
import type { ChangedReadings } from './retractions.store.ts';

/**
 * Puts observation sets and scores onto the chart as part of a command, each once. A score comes by two ways, on its own and
 * inside the signal that it causes: the first of them charts it, so an alert never names a score that cannot be looked up
 * yet. A retraction is charted by the command that makes it, and again, to no effect, when it comes off the log. It holds
 * whether its observation is charted before or after it.
 */
@Injectable()
export class ChartingService {
  /** Reacts to scores that are new on the chart or correct an older revision, within the command. */
  readonly scored = new Hook<readonly Score[]>();

  /** Reacts to calls for help that are new on the chart, within the command. */
  readonly called = new Hook<readonly CallForHelp[]>();

  constructor(
    private readonly entries: ChartEntriesService,
    private readonly store: ChartingStore,
  ) {}

  /** Charts what these sets observed and retracted, as far as it is not on the chart yet. */
  async chartSets(command: Command, sets: readonly ObservationSetRecorded[]): Promise<void> {
    const { client, at } = command;
    const { readings, changed } = await this.entries.enterSets(client, sets, () => at);
    // Each once, even if a set stands twice in one batch.
    const live = new Map<string, ChangedReadings>();
    for (const { set, takenAt } of readings) {
      live.set(keyOf(set.id, takenAt), { patientId: set.patientId, takenAt, setId: set.id });
    }
    for (const one of changed) live.set(keyOf(one.setId, one.takenAt), one);
    command.changed(...[...live.values()].map((one) => ({ kind: 'observation', ...one }) as const));
    const calls = readings.flatMap(({ set, counting }) => callsIn(set.patientId, counting));
    if (calls.length > 0) await this.called.run(command, calls);
  }

  /** Charts the scores that are new or correct an older revision. */
  async chartScores(command: Command, arrived: readonly Score[]): Promise<void> {
    const scores = highestRevisions(arrived);
    if (scores.length === 0) return;
    const added = await this.store.addScores(command.client, scores, () => command.at);
    const fresh = new Set(added.map(({ patientId, at }) => keyOf(patientId, instant(at))));
    const charted = scores.filter(({ patientId, at }) => fresh.has(keyOf(patientId, at)));
    command.changed(...charted.map(({ patientId, at }) => ({ kind: 'score', patientId, at }) as const));
    await this.scored.run(command, charted);
  }
}
