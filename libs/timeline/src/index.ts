export { type Cause, compareTaken, type TakenReading, takenReadingsOf } from './reading.ts';
export {
  isScored,
  type PauseMs,
  type PlanVersion,
  PlanVersions,
  UnknownRuleSetError,
  validForMs,
} from './plan-versions.ts';
export { type Known, type KnownCode, knownFromJson, type KnownJson, type KnownReading, knownToJson } from './known.ts';
export { type Composition, compose, scaleOf, scoreOfComposition, valuesOf } from './composition.ts';
export { cappedTier, escalationAt } from './levels.ts';
export { isAnswered } from './silence.ts';
export type { Ask, History, LevelChange, ScorePoint } from './history.ts';
export { scoreEvent } from './score-event.ts';
export {
  type Change,
  PatientTimeline,
  type ReadingMoment,
  type RememberedTimeline,
  type TimelineOptions,
} from './patient-timeline.ts';
