import { builtInRules } from '#libs/fixtures';
import fc from 'fast-check';
import { signs } from './high-band.harness.ts';

/** The pathways that come with Homeward, and what is critical in anybody. */
export const rules = builtInRules();
const pathways = [...new Set(rules.pathways.map(({ file }) => file.id))];

/**
 * What happens to a measurement on its way: it comes; its signal is poor; it is quarantined as an extreme, or as a word that
 * cannot be read; the device says that it cannot measure; it is lost.
 */
const aFate = fc.constantFrom('good', 'poor', 'poor', 'quarantined', 'sentinel', 'lost');

const aSickReading = fc.record({
  /** Minutes since the one before; the first one's since the onset. */
  after: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 240 })),
  /** How bad, of a hundred. */
  degree: fc.nat({ max: 100 }),
  fate: aFate,
  /** Minutes on its way. */
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 })),
  /** Whether the other vital signs, which are well, are measured with it; if not, they are missing. */
  withOthers: fc.boolean(),
  /** Whether another device says at the same time that this sign is well, too. */
  besideWell: fc.boolean(),
});

const aReadingBefore = fc.record({
  minute: fc.integer({ min: -500, max: -1 }),
  fate: fc.constantFrom('good', 'poor', 'quarantined', 'sentinel', 'answered'),
  /** Whether it is of the sign that goes wrong later alone. */
  alone: fc.boolean(),
});

const aPlan = fc.record({
  minute: fc.integer({ min: -600, max: 900 }),
  pathway: fc.constantFrom(...pathways),
  onWard: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  /** The ceiling of care and how many minutes after the change it is to be reviewed; null: never. */
  ceiling: fc.option(
    fc.record({
      alertAtMost: fc.constantFrom('none', 'low-medium', 'medium', 'high'),
      reviewAfter: fc.option(fc.integer({ min: 1, max: 600 })),
    }),
    { freq: 8 },
  ),
  /** How far beyond the mildest value of the high band is accepted as usual, and for how many minutes. */
  accepts: fc.option(fc.record({ beyond: fc.nat({ max: 20 }), reviewAfter: fc.integer({ min: 1, max: 600 }) }), {
    freq: 10,
  }),
  pausedFor: fc.option(fc.integer({ min: 1, max: 600 })),
  continuous: fc.boolean(),
  dueEvery: fc.option(fc.constantFrom(null, 5, 30, 720)),
  validFor: fc.option(fc.constantFrom(1, 10, 60)),
  scale2For: fc.option(fc.integer({ min: 1, max: 900 }), { freq: 4 }),
});

/** The life of a person who is well until minute 0 after noon, and from then on gravely ill in one sign. */
export const aSickLife = fc.record({
  sign: fc.constantFrom(...signs),
  /** Null: 16 or older. */
  age: fc.option(fc.nat({ max: 15 }), { freq: 3 }),
  /** Minutes after noon at which a child has the birthday before which the age is what it is. */
  birthday: fc.integer({ min: -300, max: 2000 }),
  ageKnown: fc.boolean(),
  /** Minutes after noon until which a pregnancy counts; null: there is none. */
  pregnantUntil: fc.option(fc.integer({ min: -300, max: 3000 }), { freq: 4 }),
  before: fc.array(aReadingBefore, { maxLength: 5 }),
  sick: fc.array(aSickReading, { minLength: 1, maxLength: 6 }),
  admission: aPlan,
  plans: fc.array(aPlan, { maxLength: 3 }),
  /** Minute and length of a time in which nothing can come in. */
  outage: fc.option(
    fc.record({ minute: fc.integer({ min: -300, max: 600 }), lasts: fc.integer({ min: 1, max: 200 }) }),
  ),
  /** Decides in which order all of it becomes known, what comes twice, and how far time is worked out in between. */
  order: fc.array(fc.nat({ max: 999 }), { minLength: 8, maxLength: 8 }),
});

export type SickLife = typeof aSickLife extends fc.Arbitrary<infer Described> ? Described : never;
export type SickReading = SickLife['sick'][number];
export type PlanOfLife = SickLife['admission'];

export const plainReading: SickReading = {
  after: 1,
  degree: 0,
  fate: 'good',
  delay: 0,
  withOthers: false,
  besideWell: false,
};

/** One good reading of a sign, of an adult on a ward: what every example that was shrunk differs from. */
export const plainLife: SickLife = {
  sign: { code: 'respiration-rate', side: 'low' },
  age: null,
  birthday: 0,
  ageKnown: false,
  pregnantUntil: null,
  before: [],
  sick: [plainReading],
  admission: {
    minute: 0,
    pathway: 'acute-respiratory',
    onWard: true,
    ceiling: null,
    accepts: null,
    pausedFor: null,
    continuous: false,
    dueEvery: null,
    validFor: null,
    scale2For: null,
  },
  plans: [],
  outage: null,
  order: [0, 0, 0, 0, 0, 0, 0, 0],
};
