import { Injectable } from '@nestjs/common';
import type { Score } from '#libs/contracts';
import type { Command } from '../../commands/commands.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import { raisedAgain } from './alert-due.ts';
import { snoozeBroken } from './alert-event.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';

/** A rise of the total by which a snooze ends before its time. A higher tier ends it, too: that is a signal. */
const breakingRise = 2;

/** Ends a snooze when the score has risen since, though the tier is the same. */
@Injectable()
export class SnoozesService {
  constructor(
    charting: ChartingService,
    private readonly store: AlertsStore,
    private readonly stays: StaysService,
    private readonly writer: AlertWriter,
  ) {
    charting.scored.add((command, scores) => this.#onScores(command, scores));
  }

  async #onScores(command: Command, scores: readonly Score[]): Promise<void> {
    const news = scores.filter(({ late, withdrawn }) => !late && !withdrawn);
    if (news.length === 0) return;
    const { client } = command;
    const snoozed = await this.store.withSnooze(client, [...new Set(news.map(({ patientId }) => patientId))]);
    if (snoozed.length === 0) return;
    await this.stays.lockOpen(client, snoozed);
    for (const alert of await this.store.lockOpen(client, snoozed)) {
      const highest = Math.max(...news.filter((score) => isAfter(score, alert)).map(({ min }) => min));
      const from = alert.snooze?.total ?? null;
      if (from === null || highest < from + breakingRise) continue;
      // The patient is worse, so that it has not cleared either.
      const after = { ...raisedAgain(alert, command.at), clearedAt: null, revision: alert.revision + 1 };
      await this.writer.write(command, [{ before: alert, after, ...snoozeBroken(from, highest) }]);
    }
  }
}

const isAfter = ({ patientId, at }: Score, alert: AlertRecord): boolean =>
  patientId === alert.patientId && alert.snooze !== null && at > alert.snooze.at;
