import { NewRota, type Rota, Weekday, weekdays } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { onePerField, schemaFaults } from '../../../components/forms/schema-faults.ts';

const TypedRestriction = z.object({ days: z.array(Weekday), from: z.string(), until: z.string() });

const TypedLayer = z.object({
  name: z.string(),
  /** `2026-11-23T08:00`. */
  start: z.string(),
  /** `08:00, 20:00`. */
  handoverTimes: z.string(),
  count: z.string(),
  unit: z.enum(['day', 'week']),
  personIds: z.array(z.string()),
  restrictTo: z.array(TypedRestriction),
});
export type TypedLayer = z.infer<typeof TypedLayer>;

/** A rota as it is typed. */
export const TypedRota = z.object({ name: z.string(), timeZone: z.string(), layers: z.array(TypedLayer) });
export type TypedRota = z.infer<typeof TypedRota>;

/** Of a layer that is added: turns of a week, by day and by night. @param today `2026-11-23`. */
export const freshLayer = (today: string): TypedLayer => ({
  name: '',
  start: `${today}T08:00`,
  handoverTimes: '08:00, 20:00',
  count: '1',
  unit: 'day',
  personIds: [],
  restrictTo: [],
});

export const freshRestriction = { days: [...weekdays], from: '20:00', until: '08:00' };

export function typedRotaOf({ name, timeZone, layers }: Rota): TypedRota {
  return {
    name,
    timeZone,
    layers: layers.map(({ start, handoverTimes, every, restrictTo = [], ...layer }) => ({
      ...layer,
      start: start.slice(0, 16),
      handoverTimes: handoverTimes.join(', '),
      count: String(every.count),
      unit: every.unit,
      restrictTo,
    })),
  };
}

/** What is sent. */
export const rotaBody = ({ name, timeZone, layers }: TypedRota) => ({
  name: name.trim(),
  timeZone,
  layers: layers.map(({ count, unit, handoverTimes, restrictTo, start, ...layer }) => ({
    ...layer,
    name: layer.name.trim(),
    start: start.slice(0, 16),
    handoverTimes: handoverTimes.split(/[\s,;]+/).filter((time) => time !== ''),
    every: { count: Number(count), unit },
    ...(restrictTo.length === 0 ? {} : { restrictTo }),
  })),
});

const layerFields = ['name', 'start', 'handoverTimes', 'every.count', 'personIds'] as const;

/** The paths of the fields that are on the form. */
export const rotaFields = ({ layers }: TypedRota): readonly string[] => [
  'name',
  'timeZone',
  ...layers.flatMap(({ restrictTo }, index) => {
    const layer = `layers.${String(index)}`;
    return [
      ...layerFields.map((field) => `${layer}.${field}`),
      ...restrictTo.flatMap((_restriction, at) =>
        ['days', 'from', 'until'].map((field) => `${layer}.restrictTo.${String(at)}.${field}`),
      ),
    ];
  }),
];

/** What the service would refuse, at its field. */
export function rotaFaults(typed: TypedRota): readonly FormFault[] {
  return onePerField([
    ...required('name', typed.name, t`Enter a name`),
    ...typed.layers.flatMap(({ name, personIds }, index) => [
      ...required(`layers.${String(index)}.name`, name, t`Enter a name of the layer`),
      ...(personIds.length > 0
        ? []
        : [{ path: `layers.${String(index)}.personIds`, message: t`Add at least one person` }]),
    ]),
    ...schemaFaults(NewRota, rotaBody(typed), rotaFields(typed)),
  ]);
}
