import type { BoardRow, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { wardsQuery } from '../../../api/queries.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { useWindowedRows } from '../../../components/windowed/use-windowed-rows.ts';
import { nhsNumberWords, patientName } from '../../../components/words/identity-words.ts';
import { useBoard } from '../../../live/use-board.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { RowRisk } from './row-risk.tsx';

const rowPixels = 64;

/** Everyone on the ward that the person works on, by name. */
export function WardPatients() {
  const { wardId } = useWardChoice();
  if (wardId === null)
    return <p>{t`Choose the ward that you work on, in the header, and its patients are listed here.`}</p>;
  return <OfWard wardId={wardId} />;
}

function OfWard({ wardId }: { readonly wardId: WardId }) {
  const board = useBoard({ wardId, asOf: null, onEvents: () => undefined });
  const ward = useQuery(wardsQuery).data?.items.find(({ id }) => id === wardId)?.name ?? t`My ward`;
  return (
    <Section title={ward}>
      {board.isPending && <Loading what={t`the ward’s patients`} />}
      {board.isError && board.data === undefined && (
        <ProblemSummary
          title={t`The ward’s patients could not be fetched`}
          error={board.error}
          onRetry={() => void board.refetch()}
        />
      )}
      {board.data?.rows.length === 0 && <Empty>{t`There are no patients on this ward.`}</Empty>}
      {board.data !== undefined && <ByName rows={board.data.rows} />}
    </Section>
  );
}

const nameOf = ({ familyName, givenName }: BoardRow): string => `${familyName}, ${givenName}`;

function ByName({ rows }: { readonly rows: readonly BoardRow[] }) {
  const list = useRef<HTMLUListElement>(null);
  const sorted = rows.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), 'en-GB'));
  const windowed = useWindowedRows({ body: list, keys: sorted.map(({ patientId }) => patientId), estimate: rowPixels });
  return (
    <ul className="hw-found" ref={list}>
      {windowed.rows.map((drawn) => {
        if (drawn.kind === 'room')
          return <li key={`room ${String(drawn.from)}`} aria-hidden="true" style={{ height: drawn.height }} />;
        const row = sorted[drawn.index];
        return row === undefined ? null : (
          <li key={row.patientId} data-index={drawn.index} ref={windowed.measure}>
            <OnWard row={row} />
          </li>
        );
      })}
    </ul>
  );
}

function OnWard({ row }: { readonly row: BoardRow }) {
  return (
    <>
      <Link href={pathTo.patient(row.patientId)}>{patientName(row)}</Link>{' '}
      <span className="hw-nhs-number">{nhsNumberWords(row.nhsNumber)}</span> <RowRisk row={row} />
    </>
  );
}
