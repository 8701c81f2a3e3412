export {
  type Cause,
  compareTaken,
  type ReadingSet,
  readingSetOf,
  type RetractedReading,
  type TakenReading,
} from './reading.ts';
export { isScored, type PlanVersion } from './plan-version.ts';
export { PlanVersions, UnknownRuleSetError } from './plan-versions.ts';
export type { Outage } from './outage.ts';
export type { Known } from './known-reading.ts';
export { knownFromJson, type KnownJson, knownToJson } from './known-json.ts';
export { type Composition, compose, scoreOfComposition } from './composition.ts';
export { cappedTier, escalationAt } from './levels.ts';
export { isAnswered } from './silence.ts';
export type { History, LevelChange, RequestPoint } from './history.ts';
export type { ScorePoint } from './score-point.ts';
export { scoreEvent } from './score-event.ts';
export { type HistoryEntry, PatientTimeline } from './patient-timeline.ts';
export { type News, prepareUpdate, type PreparedUpdate } from './prepare-update.ts';
export type { EventCause, TimelineUpdate } from './timeline-update.ts';
