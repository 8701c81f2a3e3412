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
  news2Parameters,
  observationOfParameter,
  tiers,
  type News2Parameter,
  type OxygenScale,
  type Tier,
} from './news2/news2-parameters.ts';
