import type { Ward } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { wardsQuery } from '../../api/queries.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

/** Every ward with its beds: the way to each board. */
export function WardsPage() {
  const wards = useQuery(wardsQuery);
  return (
    <>
      <PageHeading title="Wards" />
      {wards.isPending && <Loading what="the wards" />}
      {wards.isError && (
        <ProblemSummary
          title="The wards could not be fetched"
          error={wards.error}
          onRetry={() => void wards.refetch()}
        />
      )}
      {wards.data?.items.length === 0 && <Empty>There are no wards yet. An administrator opens the first one.</Empty>}
      <ul className="hw-wards">
        {wards.data?.items.map((ward) => (
          <li key={ward.id}>
            <WardCard ward={ward} />
          </li>
        ))}
      </ul>
    </>
  );
}

function WardCard({ ward }: { readonly ward: Ward }) {
  const mayOpen = useMay('view-patients');
  return (
    <div className={`nhsuk-card hw-ward-card${mayOpen ? ' nhsuk-card--clickable' : ''}`}>
      <div className="nhsuk-card__content">
        <h2 className="nhsuk-card__heading nhsuk-heading-s">
          {mayOpen ? (
            <Link className="nhsuk-card__link" href={pathTo.board(ward.id)}>
              {ward.name}
            </Link>
          ) : (
            ward.name
          )}
        </h2>
        <Beds patients={ward.patients} beds={ward.beds} />
      </div>
    </div>
  );
}

/** Beds taken of beds, as words and as a bar; above the number of beds is said, not hidden. */
export function Beds({ patients, beds }: { readonly patients: number; readonly beds: number }) {
  const over = patients > beds;
  return (
    <div className="hw-beds">
      <p className="hw-beds__words">
        <strong>{patients}</strong> of {beds} beds taken{over && <strong className="hw-overdue">Over capacity</strong>}
      </p>
      <meter className="hw-beds__meter" min={0} max={beds} value={Math.min(patients, beds)} aria-label="Beds taken" />
    </div>
  );
}
