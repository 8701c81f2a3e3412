import { type CapacityFigures, instant } from '#libs/contracts';

/** A ward of 20 beds, of which one is closed and 15 are taken; with other figures where they are given. */
export const figuresOf = (other: Partial<CapacityFigures> = {}): CapacityFigures => ({
  at: instant(Date.parse('2026-11-21T08:30:00.000Z')),
  beds: 20,
  closed: 1,
  open: 19,
  occupied: 15,
  onLeave: 1,
  reserved: 1,
  free: 3,
  waiting: 2,
  overCapacity: 0,
  overrides: 0,
  occupancy: 15 / 19,
  occupancyShown: '78.9%',
  expectedDischarges: { today: 2, tomorrow: 3 },
  staffedBeds: 20,
  kits: 24,
  acuityPoints: 40,
  lengthOfStayDays: { current: 4.2, ended: 7.9 },
  admissions: 3,
  discharges: 2,
  admissionsByStep: { up: 2, down: 1, unknown: 0 },
  acuityLoad: 31,
  ...other,
});
