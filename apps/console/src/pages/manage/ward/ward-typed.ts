import type { NewWardCapacity, Ward, WardChange } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { type FormFault, required, timeFaults } from '../../../components/forms/faults.ts';
import { siteTime } from '../../../time/site-time.ts';

/** What describes a ward, as it is typed. */
export const TypedWard = z.object({
  name: z.string(),
  organisation: z.string(),
  pathways: z.array(z.string()),
  population: z.string(),
  from: z.string(),
  until: z.string(),
  /** Blank: as the service is set. */
  replyNeedsSignIn: z.enum(['', 'yes', 'no']),
});
export type TypedWard = z.infer<typeof TypedWard>;

export const typedWard = (ward: Ward): TypedWard => ({
  name: ward.name,
  organisation: ward.organisation ?? '',
  pathways: ward.pathways ?? [],
  population: ward.population === null ? '' : String(ward.population),
  from: ward.hours?.from ?? '',
  until: ward.hours?.until ?? '',
  replyNeedsSignIn: replyChoice(ward.replyNeedsSignIn),
});

/** Null is as the service is set. */
export const replyChoice = (needsSignIn: boolean | null): TypedWard['replyNeedsSignIn'] =>
  needsSignIn === null ? '' : needsSignIn ? 'yes' : 'no';

const isCount = (text: string): boolean => /^\d{1,9}$/.test(text.trim());
const isClock = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text.trim());

export function faultsOfWard({ name, population, from, until }: TypedWard): readonly FormFault[] {
  const hasHours = from.trim() !== '' || until.trim() !== '';
  return [
    ...required('name', name, t`Enter a name`),
    ...(population.trim() === '' || isCount(population)
      ? []
      : [{ path: 'population', message: t`Enter how many people: a whole number` }]),
    ...(!hasHours || isClock(from) ? [] : [{ path: 'hours.from', message: t`Enter a time such as 08:00` }]),
    ...(!hasHours || isClock(until) ? [] : [{ path: 'hours.until', message: t`Enter a time such as 20:00` }]),
  ];
}

/** What was left blank is taken away. */
export function wardBody(typed: TypedWard): WardChange {
  const { name, organisation, pathways, population, from, until, replyNeedsSignIn } = typed;
  return {
    name: name.trim(),
    organisation: organisation.trim() === '' ? null : organisation.trim().toUpperCase(),
    pathways: pathways.length === 0 ? null : pathways,
    population: population.trim() === '' ? null : Number(population),
    hours: from.trim() === '' ? null : { from: from.trim(), until: until.trim() },
    replyNeedsSignIn: replyNeedsSignIn === '' ? null : replyNeedsSignIn === 'yes',
  };
}

/** A capacity from some time on, as it is typed. */
export const TypedCapacity = z.object({
  from: z.string(),
  beds: z.string(),
  staffedBeds: z.string(),
  kits: z.string(),
  acuityPoints: z.string(),
  reason: z.string(),
});
export type TypedCapacity = z.infer<typeof TypedCapacity>;

const optionalCounts = ['staffedBeds', 'kits', 'acuityPoints'] as const;

export function faultsOfCapacity(typed: TypedCapacity): readonly FormFault[] {
  const message = t`Enter a whole number`;
  return [
    ...timeFaults('from', siteTime.readMinute(typed.from)),
    ...(isCount(typed.beds) ? [] : [{ path: 'beds', message }]),
    ...optionalCounts
      .filter((name) => typed[name].trim() !== '' && !isCount(typed[name]))
      .map((path) => ({ path, message })),
    ...required('reason', typed.reason, t`Enter why the capacity changes`),
  ];
}

/** What cannot be read has been refused before; what is blank is left out. */
export function capacityBody(typed: TypedCapacity): z.input<typeof NewWardCapacity> {
  const from = siteTime.readMinute(typed.from);
  const said = optionalCounts.filter((name) => typed[name].trim() !== '');
  return {
    beds: Number(typed.beds),
    reason: typed.reason.trim(),
    ...(from.ok ? { from: from.at } : {}),
    ...Object.fromEntries(said.map((name) => [name, Number(typed[name])] as const)),
  };
}
