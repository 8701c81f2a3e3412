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
  readVouchedFor,
  type RefusedReading,
  type UncheckedReading,
} from './vital-signs/check-reading.ts';
export {
  inconsistentPressures,
  type InconsistentPressure,
  type PressureReading,
} from './vital-signs/blood-pressure.ts';
export { compareTiers, type OxygenScale, type Tier, tiers } from './charts/tiers.ts';
export type { Chart, ChartLevel, ChartScore, ChartValue, ChartValues } from './charts/chart.ts';
export { compileChart } from './charts/compile-chart.ts';
export { type ExplainedScore, reasonInWords } from './charts/reason-in-words.ts';
export { news2Parameters, observationOfParameter, type News2Parameter } from './news2/news2-parameters.ts';
export { news2Chart } from './news2/news2-chart.ts';
export { responseWithinMinutesOf, scoreNews2, type News2Score, type News2Values } from './news2/score-news2.ts';
export {
  type Bands,
  ChartFile,
  ChartParameter,
  ChartTier,
  type Exclusion,
  exclusions,
  type Points,
} from './charts/chart-file.ts';
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
export { type Pathway } from './rule-sets/pathway.ts';
export { type RuleBook, ruleBookOf, type RuleSetSource } from './rule-sets/rule-book.ts';
export { RuleSetError, type RuleSetFault } from './rule-sets/rule-set-error.ts';
export { defaultValidForMinutes } from './rule-sets/validity.ts';
