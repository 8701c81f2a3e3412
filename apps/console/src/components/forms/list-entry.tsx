import type { ReactNode } from 'react';
import { EntryButtons } from './chosen-list.tsx';
import type { TypedForm } from './use-form.ts';

export interface ListEntryProps<Item> {
  readonly form: TypedForm<{ items: Item[] }>;
  readonly index: number;
  readonly title: string;
  /** The fields: the entry's path, as the service names it, and how it is changed. */
  readonly children: (path: string, set: (change: Partial<Item>) => void) => ReactNode;
}

/** One entry of a form that is a list of such entries, with a button that takes it out. */
export function ListEntry<Item extends object>({ form, index, title, children }: ListEntryProps<Item>) {
  const set = (change: Partial<Item>): void =>
    form.set(({ items }) => ({ items: items.map((one, at) => (at === index ? { ...one, ...change } : one)) }));
  const remove = (): void => form.set(({ items }) => ({ items: items.filter((_one, at) => at !== index) }));
  return (
    <fieldset className="nhsuk-fieldset hw-part">
      <legend className="nhsuk-fieldset__legend">{title}</legend>
      <EntryButtons what={title} onRemove={remove} />
      {children(`items.${String(index)}`, set)}
    </fieldset>
  );
}
