import type { BurdenFigures } from '#libs/contracts';
import type { BurdenColumn } from './burden-words.ts';

/** What figures are of: a ward, a shift, a rule, a day. */
export interface BurdenRow {
  readonly key: string;
  readonly name: string;
  readonly figures: BurdenFigures;
}

export interface BurdenTableProps {
  readonly caption: string;
  /** What the first column has: `Ward`. */
  readonly of: string;
  readonly columns: readonly BurdenColumn[];
  readonly rows: readonly BurdenRow[];
}

/** Figures of burden, a row for each thing that they are divided by. */
export function BurdenTable({ caption, of, columns, rows }: BurdenTableProps) {
  return (
    <table className="hw-figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, figures }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {columns.map(({ title, value }) => (
              <td key={title} data-label={title}>
                {value(figures)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
