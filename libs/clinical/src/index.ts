export {
  type AbsenceCode,
  absenceCodes,
  consciousnessLevels,
  eventValues,
  isAbsenceCode,
  isCallForHelp,
  isEventCode,
  isObservationCode,
  observationCodes,
  observationKinds,
  oxygenDevices,
  type Consciousness,
  type ObservationCode,
  type ObservationKind,
} from './vital-signs/observation-codes.ts';
export { bodyPositions, measuringMethods, measuringSites, qualifierOfCode } from './vital-signs/qualifiers.ts';
export { checkReading, type CheckedReading, readVouchedFor } from './vital-signs/check-reading.ts';
export { disagree } from './vital-signs/measuring-error.ts';
export { inconsistentPressures } from './vital-signs/blood-pressure.ts';
export { compareTiers, type OxygenScale, type Tier, tiers } from './charts/tiers.ts';
export type { Chart, ChartScore, ChartValue } from './charts/chart.ts';
export { type ExplainedScore, reasonInWords } from './charts/reason-in-words.ts';
export { type PregnancyDates, stageBeginsMs } from './charts/chart-stages.ts';
export { toTenths, toWhole } from './charts/rounding.ts';
export { limitInWords, unitInWords, valueInWords } from './vital-signs/value-in-words.ts';
export { news2Parameters, observationOfParameter, type News2Parameter } from './news2/news2-parameters.ts';
export { news2Chart } from './news2/news2-chart.ts';
export { responseWithinMinutesOf, scoreNews2, type News2Values } from './news2/score-news2.ts';
export { type Bands, ChartFile, ChartParameter, type Exclusion, exclusions } from './charts/chart-file.ts';
export {
  type EscalationRules,
  LadderRung,
  PathwayFile,
  type PathwayThreshold,
  QualityRules,
  type Rung,
  TrendRule,
} from './rule-sets/pathway-file.ts';
export { deviceKinds } from './vital-signs/device-kinds.ts';
export { refusedMeaning, type RefusedMeaning } from './vital-signs/refused-value.ts';
export { doubtMinutes, isPoor } from './quality/signal-quality.ts';
export { type AwaitedCode, nextDueOf } from './silence/next-due.ts';
export { intervalMinutes, rungsOf } from './silence/silence.ts';
export {
  identityAt,
  identityLookBackMs,
  type IdentityRule,
  identityRules,
  identityValidForMs,
  type SampleOf,
} from './trends/identity.ts';
export { detectionDelays } from './trends/detection-delay.ts';
export { bucketOf, confirmMs, lookBackMs, type Sample, sampleMs, type Trend, trendAt } from './trends/trend.ts';
export { codeInWords } from './vital-signs/code-in-words.ts';
export { absenceFaults, absenceInWords, AbsenceRule, backShownBy } from './rule-sets/absence-rules.ts';
export { isTimeZone, isWithinHours } from './rule-sets/hours-of-day.ts';
export { type EventRule } from './rule-sets/event-rules.ts';
export { type Pathway } from './rule-sets/pathway.ts';
export { covers, type Limit } from './rule-sets/limit-faults.ts';
export { followingTarget, rangeInWords, type SaturationRange, targetOfScale2 } from './rule-sets/target-saturation.ts';
export { holdsAtAge } from './rule-sets/general-rules.ts';
export { type CriticalValue, GeneralRulesFile } from './rule-sets/general-rules-file.ts';
export { type RuleBook, ruleBookOf } from './rule-sets/rule-book.ts';
export { RuleSetError, type RuleSetFault } from './rule-sets/rule-set-error.ts';
export { untilDueMinutes, validForMinutes } from './rule-sets/validity.ts';
export { type CriteriaAnswers, criteriaOf, unknownCriteria, unmetCriteria } from './eligibility/criteria.ts';
export {
  alertOutcomes,
  type ResolutionOutcome,
  type ResponseRules,
  type ResponseTier,
} from './rule-sets/response-rules.ts';
