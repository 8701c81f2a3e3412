import { z } from 'zod';
import { WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { updateOf } from './update.ts';
import { BedFigures } from './ward-capacity.ts';

const count = z.number().int().min(0);
const day = z.iso.date();

/** Figures of several wards together, or of one. */
export const CapacityFigures = BedFigures.extend({
  /** Of the stays that are there now, and of those that ended in the 28 days before; null where there is none. */
  lengthOfStayDays: z.object({ current: z.number().nullable(), ended: z.number().nullable() }),
  /** In the 24 h before. */
  admissions: count,
  discharges: count,
  admissionsByStep: z.object({ up: count, down: count, unknown: count }),
  /** Acuity points of the patients on the ward: 1 for low, 2 for low-medium, 3 for medium, 4 for high; 1 where none is scored. */
  acuityLoad: count,
});
export type CapacityFigures = z.infer<typeof CapacityFigures>;

const OdsCode = z.string().regex(/^[A-Z0-9]{3,10}$/, 'expected an ODS code: 3 to 10 capital letters and digits');
const organisationKind = z.enum(['provider', 'place', 'system']);

/** Providers belong to a place, places to a system. */
export const NewOrganisation = z.object({
  name: z.string().trim().min(1).max(200),
  kind: organisationKind,
  /** The organisation above; null at the top. */
  parent: OdsCode.nullable(),
});
export type NewOrganisation = z.infer<typeof NewOrganisation>;

export const Organisation = NewOrganisation.extend({ odsCode: OdsCode });
export type Organisation = z.infer<typeof Organisation>;

/** `PUT /organisations/{odsCode}`. */
export const OrganisationUpdate = updateOf({ resource: Organisation, change: NewOrganisation });

/** `GET /organisations`: all of them, by code. */
export const Organisations = z.object({ items: z.array(Organisation) });
export type Organisations = z.infer<typeof Organisations>;

/** `GET /capacity?at=`: every ward by name, and the sums. A pathway counts patients alone: beds are not given to pathways. */
export const Capacity = z.object({
  at: Instant,
  total: CapacityFigures,
  wards: z.array(
    z.object({ wardId: WardId, name: z.string(), organisation: z.string().nullable(), figures: CapacityFigures }),
  ),
  /** Each with the wards of all organisations below it; one that is not described has its code as its name, and no kind. */
  organisations: z.array(
    z.object({
      organisation: z.string(),
      name: z.string(),
      kind: organisationKind.nullable(),
      parent: z.string().nullable(),
      figures: CapacityFigures,
    }),
  ),
  pathways: z.array(
    z.object({
      pathway: z.string(),
      occupied: count,
      onLeave: count,
      waiting: count,
      admissions: count,
      discharges: count,
    }),
  ),
});
export type Capacity = z.infer<typeof Capacity>;

/** One day of one ward, at 08:00 by the site's clocks. */
export const CapacitySnapshot = z.object({
  wardId: WardId,
  wardName: z.string(),
  date: day,
  at: Instant,
  /** `history` where it was made afterwards, from what was recorded. */
  madeFrom: z.enum(['live', 'history']),
  /** Beds that were not closed. */
  capacity: count,
  patients: count,
  /** True above 1; null where capacity is 0. */
  occupancy: z.number().nullable(),
  occupancyShown: z.string().nullable(),
  capacityPer100k: z.number().nullable(),
});
export type CapacitySnapshot = z.infer<typeof CapacitySnapshot>;

/** `GET /capacity/snapshots`: by day, then by name of the ward. */
export const CapacitySnapshots = z.object({ items: z.array(CapacitySnapshot) });
export type CapacitySnapshots = z.infer<typeof CapacitySnapshots>;

/** The last 28 days, where no day is given; at most 400. */
export const SnapshotQuery = z.object({
  from: day.optional(),
  until: day.optional(),
  wardId: WardId.optional(),
  /** Weekly: Thursdays, as the national series is published. Monthly: the last Thursday of the month. */
  every: z.enum(['day', 'week', 'month']).default('day'),
});
export type SnapshotQuery = z.infer<typeof SnapshotQuery>;

/** A planned or published number of beds, with where it is from: plans that disagree stand side by side. */
export const CapacityTarget = z.object({
  series: z.string().trim().min(1).max(200),
  /** Where it was published: document, page. */
  source: z.string().trim().min(1).max(1000),
  /** From when the number is to hold. */
  date: day,
  beds: count,
});
export type CapacityTarget = z.infer<typeof CapacityTarget>;

/** All targets as they are to be. */
export const NewCapacityTargets = z
  .object({ items: z.array(CapacityTarget).max(1000) })
  .refine(
    ({ items }) => new Set(items.map(({ series, date }) => `${date} ${series}`)).size === items.length,
    'expected one number for each day of a series',
  );
export type NewCapacityTargets = z.infer<typeof NewCapacityTargets>;

export const CapacityTargets = z.object({ items: z.array(CapacityTarget), revision: z.number().int() });
export type CapacityTargets = z.infer<typeof CapacityTargets>;

/** `PUT /capacity/targets`. */
export const CapacityTargetsUpdate = updateOf({ resource: CapacityTargets, change: NewCapacityTargets });

/** How many bed days a plan says that each stay of a pathway saves, and with what that can be compared. */
export const BenefitClaim = z.object({
  pathway: z.string().trim().min(1).max(100),
  bedDaysPerStay: z.number().min(0).max(1000),
  source: z.string().trim().min(1).max(1000),
  /** How many days patients of the kind stay in hospital, and where that is from; null where it was not measured. */
  comparison: z
    .object({ daysInHospital: z.number().min(0).max(1000), source: z.string().trim().min(1).max(1000) })
    .nullable(),
});
export type BenefitClaim = z.infer<typeof BenefitClaim>;

/** All claims as they are to be. */
export const NewBenefitClaims = z
  .object({ items: z.array(BenefitClaim).max(200) })
  .refine(
    ({ items }) => new Set(items.map(({ pathway }) => pathway)).size === items.length,
    'expected one claim for each pathway',
  );
export type NewBenefitClaims = z.infer<typeof NewBenefitClaims>;

export const BenefitClaims = z.object({ items: z.array(BenefitClaim), revision: z.number().int() });
export type BenefitClaims = z.infer<typeof BenefitClaims>;

/** `PUT /capacity/claims`. */
export const BenefitClaimsUpdate = updateOf({ resource: BenefitClaims, change: NewBenefitClaims });

/** The last 90 days, where no day is given. Stays that ended in the period count. */
export const BenefitsQuery = z.object({ from: day.optional(), until: day.optional() });
export type BenefitsQuery = z.infer<typeof BenefitsQuery>;

/** `GET /capacity/forecast?wardId=&days=`. */
export const ForecastQuery = z.object({
  wardId: WardId.optional(),
  days: z.coerce.number().int().min(1).max(28).default(14),
  /** What if: so many beds fewer from today on. */
  closeBeds: z.coerce.number().int().min(0).max(10_000).default(0),
  /** What if: so many times the usual arrivals; 1.3 is a surge of 30 %. */
  arrivals: z.coerce.number().min(0).max(10).default(1),
  seed: z.coerce.number().int().min(0).default(1),
});
export type ForecastQuery = z.infer<typeof ForecastQuery>;

export const ForecastDay = z.object({
  date: day,
  /** Patients at 08:00: the median, and the bounds of the 80 % interval. */
  patients: z.object({ median: z.number(), low: z.number(), high: z.number() }),
  capacity: count,
  /** 0 to 1: of the runs, in how many there are at least as many patients as beds. */
  chanceFull: z.number(),
});
export type ForecastDay = z.infer<typeof ForecastDay>;

export const Forecast = z.object({
  wardId: WardId.nullable(),
  madeAt: Instant,
  runs: count,
  seed: count,
  days: z.array(ForecastDay),
  /** How forecasts of the past weeks did against what happened; null where there is too little history. */
  backTest: z
    .object({
      days: count,
      /** In patients, on average. */
      meanAbsoluteError: z.number(),
      meanAbsoluteErrorOfLastWeek: z.number(),
      /** 0 to 1: of the days, how many lay within the 80 % interval. */
      coverage: z.number(),
      points: z.array(
        z.object({
          date: day,
          patients: count,
          median: z.number(),
          low: z.number(),
          high: z.number(),
          lastWeek: count,
        }),
      ),
    })
    .nullable(),
  /** How much the forecast rests on: stays that ended, days of arrivals. */
  basis: z.object({ endedStays: count, arrivalDays: count }),
});
export type Forecast = z.infer<typeof Forecast>;

/** `GET /capacity/benefits?from=&until=`: what plans claim beside what was measured. */
export const Benefits = z.object({
  from: day,
  until: day,
  rows: z.array(
    z.object({
      /** `ward`, `organisation` (provider, place or system) or `total`. */
      level: z.enum(['ward', 'provider', 'place', 'system', 'total']),
      name: z.string(),
      pathway: z.string().nullable(),
      stays: count,
      bedDaysOnWard: z.number(),
      /** Saved per stay as a plan claims it, times stays; null where no plan claims anything for the pathway. */
      claimedBedDays: z.number().nullable(),
      /** Compared with the comparison's length of stay in hospital; null where there is no comparison. */
      measuredBedDays: z.number().nullable(),
      /** What was compared with what, and why that is weak, in words. */
      comparison: z.string(),
    }),
  ),
});
export type Benefits = z.infer<typeof Benefits>;

/** One row of the published national series. Numbers are as they were published. */
export const PublishedCapacity = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/, 'expected a month such as 2024-02'),
  region: z.string(),
  code: z.string(),
  name: z.string(),
  capacity: count,
  capacityPer100k: z.number().nullable(),
  population16Plus: count.nullable(),
  patients: count,
  occupancy: z.number().nullable(),
  occupancyShown: z.string().nullable(),
});
export type PublishedCapacity = z.infer<typeof PublishedCapacity>;

/** `GET /capacity/published`: by month, then in the order in which they were published. */
export const PublishedSeries = z.object({ items: z.array(PublishedCapacity) });
export type PublishedSeries = z.infer<typeof PublishedSeries>;

/** What `POST /capacity/published` has taken: rows that were there before are replaced. */
export const PublishedImport = z.object({ rows: count, months: z.array(z.string()) });
export type PublishedImport = z.infer<typeof PublishedImport>;

const publicFigures = {
  beds: count,
  open: count,
  occupied: count.nullable(),
  free: count.nullable(),
  occupancyShown: z.string().nullable(),
};

/** `GET /capacity/public`: needs the scope `capacity:read` alone. Numbers from 1 to 4 are suppressed: null. */
export const PublicCapacity = z.object({
  at: Instant,
  wards: z.array(
    z.object({
      name: z.string(),
      organisation: z.string().nullable(),
      ...publicFigures,
      pathways: z.array(z.string()),
    }),
  ),
  /** Without numbers of patients where a ward has a number that is suppressed: the total would give it away. */
  total: z.object(publicFigures),
});
export type PublicCapacity = z.infer<typeof PublicCapacity>;
