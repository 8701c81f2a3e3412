import type { Operations } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import type { FigureColumn } from './figures.ts';

export interface FiguresTableProps {
  readonly caption: string;
  readonly operations: Operations;
  readonly columns: readonly FigureColumn[];
}

/** Figures of each ward, and of all of them in the last row. */
export function FiguresTable({ caption, operations, columns }: FiguresTableProps) {
  return (
    <table className="hw-figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Ward`}</th>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {operations.wards.map(({ ward, figures }) => (
          <tr key={ward.id}>
            <th scope="row">{ward.name}</th>
            {columns.map(({ title, value }) => (
              <td key={title} data-label={title}>
                {value(figures)}
              </td>
            ))}
          </tr>
        ))}
        <tr className="hw-figures__total">
          <th scope="row">{t`All wards`}</th>
          {columns.map(({ title, value }) => (
            <td key={title} data-label={title}>
              {value(operations.total)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
