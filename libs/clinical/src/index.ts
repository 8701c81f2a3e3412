export {
  consciousnessLevels,
  isObservationCode,
  observationCodes,
  observationKinds,
  type Consciousness,
  type ObservationCode,
  type ObservationKind,
} from './vital-signs/observation-codes.ts';
export {
  checkReading,
  type CheckedReading,
  type ReadingFault,
  type RefusedReading,
  type UncheckedReading,
} from './vital-signs/check-reading.ts';
export {
  inconsistentPressures,
  type InconsistentPressure,
  type PressureReading,
} from './vital-signs/blood-pressure.ts';
export {
  news2Parameters,
  observationOfParameter,
  tiers,
  type News2Parameter,
  type OxygenScale,
  type Tier,
} from './news2/news2-parameters.ts';
export { type Points } from './news2/points.ts';
export {
  responseWithinMinutesOf,
  scoreNews2,
  type News2Monitoring,
  type News2Score,
  type News2Values,
} from './news2/score-news2.ts';
export {
  compareReadings,
  composeNews2,
  defaultValidityMinutes,
  isValidAt,
  isValueOf,
  news2ValuesOf,
  parameterOfObservation,
  type CompositionOptions,
  type News2Composition,
  type News2Reading,
  type ValidityMinutes,
} from './news2/compose-news2.ts';
export { parameterNames, reasonInWords, type ExplainedScore } from './news2/reason-in-words.ts';
export { ChartFile, ChartParameter, ChartTier, type Exclusion, exclusions } from './rule-sets/chart-file.ts';
export {
  EscalationRules,
  LadderRung,
  Measure,
  PathwayFile,
  PathwayThreshold,
  QualityRules,
  type Rung,
  rungs,
  TrendRule,
} from './rule-sets/pathway-file.ts';
export { isPoor, type Quality } from './quality/signal-quality.ts';
export { type Overdue, overdueInWords } from './silence/overdue-in-words.ts';
export { dueAtMs, type ReachedRung, rungsOf, type Watch } from './silence/silence.ts';
export { bucketOf, lookBackMs, type Sample, sampleMs, type Trend, trendAt } from './trends/trend.ts';
export { codeInWords } from './vital-signs/code-in-words.ts';
