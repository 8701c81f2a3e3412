import { t } from '@lingui/core/macro';
import { useEffect } from 'react';
import { ProblemSummary } from '../components/page-states/page-states.tsx';
import type { PageNotFetchedError } from '../routes/page-code.ts';

/** How long after a failure the code of the page is asked for again. */
const pauseMs = 5000;

export interface UnfetchedPageProps {
  readonly error: PageNotFetchedError;
  readonly onFetched: () => void;
  /** Must not change from one rendering to the next, as `onFetched` must not. */
  readonly onFailed: (error: unknown) => void;
}

/** Says why a page could not be opened, and keeps trying to. */
export function UnfetchedPage({ error, onFetched, onFailed }: UnfetchedPageProps) {
  useEffect(() => {
    const timer = setInterval(() => void error.again().then(onFetched, onFailed), pauseMs);
    return () => clearInterval(timer);
  }, [error, onFetched, onFailed]);
  return (
    <ProblemSummary
      title={t`This page could not be opened`}
      error={error}
      onRetry={() => void error.again().then(onFetched, onFailed)}
    />
  );
}
