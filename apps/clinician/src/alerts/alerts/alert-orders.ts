import { type Alert, urgencyKeysOf } from '#libs/contracts';
import { z } from 'zod';

/** The orders in which alerts are listed: what a cursor says, of what, and whether the least comes first (1) or last (-1). */
export const alertOrders = {
  newest: {
    cursor: z.tuple([z.iso.datetime(), z.uuid()]),
    keysOf: ({ raisedAt, id }: Alert) => [raisedAt, id] as const,
    direction: -1,
  },
  urgency: {
    cursor: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.uuid()]),
    keysOf: urgencyKeysOf,
    direction: 1,
  },
} as const;
