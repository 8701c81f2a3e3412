/** By this the consumers of the scoring service find their own transport, where several services share a process. */
export const SCORING_TRANSPORT = Symbol('scoring');

/** The consumer group on the event log. */
export const scoringGroup = 'scoring';
