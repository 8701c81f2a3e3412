import { Injectable } from '@nestjs/common';
import type { PatientId, WardId } from '#libs/contracts';
import { type LiveChange, ofKind } from '../../commands/live-changes/live-change.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import { NotesService } from '../../record/notes/notes.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import type { Audience, ResolvedChange, WatchedWards } from './live-frame.ts';

/** By the change itself; what is shown to no watched ward is left out. */
type Resolved = readonly (readonly [LiveChange, ResolvedChange])[];
/** The ward of the patient's open stay, where it is watched. */
type AudienceOf = (patientId: PatientId) => readonly WardId[] | undefined;

/**
 * Resolves the changes that name a patient: they concern the ward of the patient's open stay, and are looked up only where
 * that ward is watched.
 */
@Injectable()
export class LivePatientEventsService {
  constructor(
    private readonly stays: StaysService,
    private readonly chart: ChartService,
    private readonly plans: PlansService,
    private readonly notes: NotesService,
    private readonly flags: FlagsService,
  ) {}

  async resolve(changes: readonly LiveChange[], wards: WatchedWards): Promise<ReadonlyMap<LiveChange, ResolvedChange>> {
    const patientIds = changes.flatMap((change) =>
      'patientId' in change && change.patientId !== null ? [change.patientId] : [],
    );
    const audienceOf = await this.#audiencesOf(patientIds, wards);
    const resolved = await Promise.all([
      this.#observations(changes, audienceOf),
      this.#scores(changes, audienceOf),
      this.#plans(changes, audienceOf),
      this.#notes(changes, audienceOf),
      this.#flags(changes, audienceOf),
    ]);
    return new Map([...resolved.flat(), ...quarantined(changes, audienceOf)]);
  }

  async #audiencesOf(patientIds: readonly PatientId[], wards: WatchedWards): Promise<AudienceOf> {
    const ids = [...new Set(patientIds)];
    const stays = ids.length === 0 ? [] : [...(await this.stays.openOf(ids)).values()];
    const watched = stays.filter(({ wardId }) => wards.has(undefined) || wards.has(wardId));
    const audiences = new Map<PatientId, readonly WardId[]>(
      watched.map(({ patientId, wardId }) => [patientId, [wardId]]),
    );
    return (patientId) => audiences.get(patientId);
  }

  async #observations(changes: readonly LiveChange[], audienceOf: AudienceOf): Promise<Resolved> {
    const sets = ofKind(changes, 'observation').filter(({ patientId }) => audienceOf(patientId) !== undefined);
    const observations = sets.length === 0 ? [] : await this.chart.observationsOfSets(sets);
    return sets.flatMap((change, index) =>
      shown(
        change,
        audienceOf(change.patientId),
        (observations[index] ?? []).map((each) => JSON.stringify(each)),
      ),
    );
  }

  async #scores(changes: readonly LiveChange[], audienceOf: AudienceOf): Promise<Resolved> {
    const scores = ofKind(changes, 'score').filter(({ patientId }) => audienceOf(patientId) !== undefined);
    const texts = scores.length === 0 ? [] : await this.chart.scoreTexts(scores);
    return scores.flatMap((change, index) =>
      shown(
        change,
        audienceOf(change.patientId),
        [texts[index]].filter((text) => text !== undefined),
      ),
    );
  }

  async #notes(changes: readonly LiveChange[], audienceOf: AudienceOf): Promise<Resolved> {
    const written = ofKind(changes, 'note').filter(({ patientId }) => audienceOf(patientId) !== undefined);
    if (written.length === 0) return [];
    const notes = await this.notes.getMany(written.map(({ noteId }) => noteId));
    return written.flatMap((change) => {
      const note = notes.get(change.noteId);
      return note === undefined ? [] : shown(change, audienceOf(change.patientId), [JSON.stringify(note)]);
    });
  }

  async #flags(changes: readonly LiveChange[], audienceOf: AudienceOf): Promise<Resolved> {
    const changed = ofKind(changes, 'flags').filter(({ patientId }) => audienceOf(patientId) !== undefined);
    if (changed.length === 0) return [];
    const flags = await this.flags.getAll([...new Set(changed.map(({ patientId }) => patientId))]);
    return changed.flatMap((change) => {
      const found = flags.get(change.patientId);
      return found === undefined ? [] : shown(change, audienceOf(change.patientId), [JSON.stringify(found)]);
    });
  }

  async #plans(changes: readonly LiveChange[], audienceOf: AudienceOf): Promise<Resolved> {
    const changed = ofKind(changes, 'plan').filter(({ patientId }) => audienceOf(patientId) !== undefined);
    if (changed.length === 0) return [];
    const plans = await this.plans.inForce([...new Set(changed.map(({ patientId }) => patientId))]);
    return changed.flatMap((change) => {
      const plan = plans.get(change.patientId)?.plan;
      return plan === undefined ? [] : shown(change, audienceOf(change.patientId), [JSON.stringify(plan)]);
    });
  }
}

function quarantined(changes: readonly LiveChange[], audienceOf: AudienceOf): Resolved {
  return ofKind(changes, 'quarantine').flatMap((change) => {
    const { quarantinedId: id, deviceId, patientId } = change;
    const audience = patientId === null ? undefined : audienceOf(patientId);
    return shown(change, audience ?? 'every-ward', [JSON.stringify({ id, deviceId, patientId })]);
  });
}

function shown(change: LiveChange, audience: Audience | undefined, texts: readonly string[]): Resolved {
  return audience === undefined ? [] : [[change, { audience, texts }]];
}
