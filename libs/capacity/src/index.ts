export {
  type BedsInUse,
  type CapacityAlertDecision,
  type CapacityLimits,
  decideCapacityAlert,
} from './near-capacity.ts';
export { occupancyOf, occupancyShown, per100k } from './occupancy.ts';
export { publishedDigits } from './published-series.ts';
export { publicFigures } from './public-figures.ts';
export { isCycle, lineage, rolledUp } from './roll-up.ts';
export {
  addDays,
  datesBetween,
  dayStart,
  isInSeries,
  lastSnapshotDate,
  londonDate,
  snapshotInstant,
} from './snapshot-instants.ts';
