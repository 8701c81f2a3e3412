import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => ReactNode;
}

export interface RowsTableProps<Row> {
  readonly caption: string;
  /** What the first column has: `Ward`. */
  readonly of: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => ReactNode;
  readonly columns: readonly Column<Row>[];
  /** What all rows come to, in the last one. */
  readonly total?: { readonly name: string; readonly row: Row };
}

/** Rows with names and a few columns; on a narrow screen each is a card. Where it is wider than the page it scrolls by itself. */
export function RowsTable<Row>(props: RowsTableProps<Row>) {
  const { caption, of, rows, keyOf, nameOf, columns, total } = props;
  return (
    <div className="hw-rows-table" tabIndex={0} role="region" aria-label={caption}>
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
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{nameOf(row)}</th>
              <Cells columns={columns} row={row} />
            </tr>
          ))}
          {total !== undefined && (
            <tr className="hw-figures__total">
              <th scope="row">{total.name}</th>
              <Cells columns={columns} row={total.row} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cells<Row>({ columns, row }: { readonly columns: readonly Column<Row>[]; readonly row: Row }) {
  return columns.map(({ title, value }) => (
    <td key={title} data-label={title}>
      {value(row)}
    </td>
  ));
}
