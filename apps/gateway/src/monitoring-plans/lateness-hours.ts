import type { PatientId } from '#libs/contracts';

/** Where no plan is known: the default of a new plan. */
export const defaultLatenessHours = 24;
/** No plan asks for less, so whether a younger reading is too late need not be looked up. */
export const leastLatenessHours = 1;

/** For how long after it was taken a patient's reading may still correct scores, in hours. */
export type LatenessHours = (patientId: PatientId) => number;
