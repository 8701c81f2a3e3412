import { Injectable } from '@nestjs/common';
import type { WardId } from '#libs/contracts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { serverSentEvent } from './event-stream.ts';
import type { LiveBatch, LiveChange, LiveFrames } from '../../commands/live-changes/live-change.ts';
import { eventId } from './live-place.ts';

/** The wards that somebody watches; undefined among them means every ward. */
export type WatchedWards = ReadonlySet<WardId | undefined>;

/**
 * Turns changes into the texts that are sent: what a change refers to is looked up as its own path would show it, all of
 * one kind in one query, and only for wards that somebody watches.
 */
@Injectable()
export class LiveEventsService {
  constructor(private readonly chart: ChartService) {}

  /** Of the changes after a position those that concern one of the wards, in order. */
  async framesOf(batches: readonly LiveBatch[], after: number, wards: WatchedWards): Promise<readonly LiveFrames[]> {
    const wanted = batches.flatMap(({ firstPosition, changes }) =>
      changes
        .map((change, index) => ({ change, position: firstPosition + index }))
        .filter(({ change, position }) => position > after && (wards.has(undefined) || wards.has(change.wardId))),
    );
    if (wanted.length === 0) return [];
    const bodies = await this.#bodiesOf(wanted.map(({ change }) => change));
    return wanted.map(({ change, position }, index) => {
      const texts = bodies[index] ?? [];
      return {
        position,
        wardId: change.wardId,
        events: texts.map((json, at) => serverSentEvent(change.kind, eventId(position, at, texts.length), json)),
      };
    });
  }

  /** The JSON texts of each change, in the order of the changes. */
  async #bodiesOf(changes: readonly LiveChange[]): Promise<readonly (readonly string[])[]> {
    const [observations, scores] = await Promise.all([
      this.chart.observationsOfSets(changes.filter((change) => change.kind === 'observation')),
      this.chart.scoreTexts(changes.filter((change) => change.kind === 'score')),
    ]);
    const nextObservations = observations.values();
    const nextScores = scores.values();
    return changes.map((change) => {
      switch (change.kind) {
        case 'observation':
          return (nextObservations.next().value ?? []).map((observation) => JSON.stringify(observation));
        case 'score': {
          const text = nextScores.next().value;
          return text === undefined ? [] : [text];
        }
        case 'alert':
          return [JSON.stringify(change.alert)];
        case 'stay':
          return [JSON.stringify(change.stay)];
        case 'task':
          return [JSON.stringify(change.task)];
      }
    });
  }
}
