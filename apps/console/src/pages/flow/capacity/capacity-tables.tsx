import type { Capacity } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { RowsTable } from '../../../components/rows-table/rows-table.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { bedColumns, type FiguresRow, flowColumns } from './capacity-columns.tsx';
import { rowsOfOrganisations, rowsOfWards } from './figures-rows.ts';

/** The figures by ward, by organisation and by pathway. */
export function CapacityTables({ capacity }: { readonly capacity: Capacity }) {
  const all: FiguresRow = { key: 'total', name: t`All wards`, depth: 0, figures: capacity.total };
  const [wards, organisations] = [rowsOfWards(capacity), rowsOfOrganisations(capacity)];
  const total = { name: all.name, row: all };
  const [ward, organisation] = [t`Ward`, t`Organisation`];
  return (
    <>
      <RowsTable caption={t`Beds by ward`} of={ward} {...figures} rows={wards} columns={bedColumns()} total={total} />
      <RowsTable
        caption={t`Coming and going by ward`}
        of={ward}
        {...figures}
        rows={wards}
        columns={flowColumns()}
        total={total}
      />
      {organisations.length > 0 && (
        <>
          <RowsTable
            caption={t`Beds by organisation`}
            of={organisation}
            {...figures}
            rows={organisations}
            columns={bedColumns()}
          />
          <RowsTable
            caption={t`Coming and going by organisation`}
            of={organisation}
            {...figures}
            rows={organisations}
            columns={flowColumns()}
          />
        </>
      )}
      <ByPathway pathways={capacity.pathways} />
    </>
  );
}

const figures = {
  keyOf: ({ key }: FiguresRow) => key,
  nameOf: ({ name, depth }: FiguresRow) => <span className={`hw-indent-${String(Math.min(depth, 2))}`}>{name}</span>,
} as const;

function ByPathway({ pathways }: Pick<Capacity, 'pathways'>) {
  if (pathways.length === 0) return null;
  return (
    <RowsTable
      caption={t`Patients by pathway`}
      of={t`Pathway`}
      rows={pathways}
      keyOf={({ pathway }) => pathway}
      nameOf={({ pathway }) => pathwayWords(pathway)}
      columns={[
        { title: t`Occupied`, value: ({ occupied }) => occupied },
        { title: t`On leave`, value: ({ onLeave }) => onLeave },
        { title: t`Waiting`, value: ({ waiting }) => waiting },
        { title: t`Admitted in 24 h`, value: ({ admissions }) => admissions },
        { title: t`Discharged in 24 h`, value: ({ discharges }) => discharges },
      ]}
    />
  );
}
