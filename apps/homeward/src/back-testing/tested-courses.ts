import { heartFailure, preEclampsia, settlingAfterSurgery } from '../simulation/courses.ts';
import type { CourseOfIllness, Signs } from '../simulation/course-of-illness.ts';
import { worseningPneumonia } from '../simulation/respiratory-courses.ts';

/** For so long every patient of a back-test is stable; one who falls ill does so then. */
export const stableHours = 7 * 24;

/** The illness that a pathway is tried on: the simulator's own, or pneumonia, which may befall anybody. */
const illnesses: Readonly<Record<string, CourseOfIllness>> = {
  'heart-failure': heartFailure,
  'complex-maternity': preEclampsia,
};

const settled: Signs = {
  ...settlingAfterSurgery.stages[0].signs,
  respirationRate: 15,
  oxygenSaturation: 97.5,
  pulseRate: 74,
  temperature: 36.7,
};

/** A course on which nothing happens for as long as the back-test lasts. */
export function stableCourse(pathway: string): CourseOfIllness {
  const signs = pathway === 'heart-failure' ? heartFailure.stages[0].signs : settled;
  return {
    ...illnessOf(pathway),
    name: 'stable',
    pathway,
    stages: [{ atHour: 0, signs }],
    repeatsAfterHours: Number.MAX_SAFE_INTEGER,
    devices: [],
  };
}

/**
 * A week as on the stable course, and then the illness, from its first stage to its last.
 *
 * @param slowness how many times as long as in the simulator it takes.
 */
export function fallingIll(pathway: string, slowness: number): CourseOfIllness {
  const { stages } = illnessOf(pathway);
  const [first] = stableCourse(pathway).stages;
  const later = stages.slice(1).map((stage) => ({ ...stage, atHour: stage.atHour * slowness + stableHours }));
  return {
    ...stableCourse(pathway),
    name: illnessOf(pathway).name,
    stages: [first, { ...first, atHour: stableHours }, ...later],
  };
}

function illnessOf(pathway: string): CourseOfIllness {
  return illnesses[pathway] ?? worseningPneumonia;
}
