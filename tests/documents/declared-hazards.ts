import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Shown = z.strictObject({
  /** From the root of the repository. */
  file: z.string().regex(/^(?:apps|libs|tests)\/.+\.(?:int-)?spec\.tsx?$/),
  /** The titles of the blocks around the test and its own, joined by ` › `. */
  test: z.string().min(1),
  /** Of a table of cases the one that is meant, in its words. */
  case: z.string().min(1).optional(),
});

const Hazard = z.strictObject({
  id: z.string().regex(/^H-\d{3}$/),
  hazard: z.string().min(1),
  cause: z.string().min(1),
  effect: z.string().min(1),
  control: z.string().min(1),
  shownBy: z.array(Shown).min(1),
});

const Area = z.strictObject({ area: z.string().min(1), hazards: z.array(Hazard).min(1) });
export type Area = z.infer<typeof Area>;

const root = resolve(import.meta.dirname, '../..');

/** What docs/safety/hazards.yaml says, in its order. */
export function declaredHazards(): readonly Area[] {
  return z.array(Area).parse(parse(readFileSync(join(root, 'docs/safety/hazards.yaml'), 'utf8')));
}
