export { type Cause, compareTaken, type TakenReading, takenReadingsOf } from './reading.ts';
export { isScored, isValid, type PlanVersion } from './plan-version.ts';
export { type PauseMs, PlanVersions, UnknownRuleSetError } from './plan-versions.ts';
export type { Known, KnownCode, KnownReading } from './known-reading.ts';
export { knownFromJson, type KnownJson, knownToJson } from './known-json.ts';
export { type Composition, compose, scaleOf, scoreOfComposition, valuesOf } from './composition.ts';
export { cappedTier, escalationAt } from './levels.ts';
export { isAnswered } from './silence.ts';
export type { Ask, History, LevelChange } from './history.ts';
export type { ScorePoint } from './score-point.ts';
export { scoreEvent } from './score-event.ts';
export {
  type Change,
  PatientTimeline,
  type ReadingMoment,
  type RememberedTimeline,
  type TimelineOptions,
} from './patient-timeline.ts';
