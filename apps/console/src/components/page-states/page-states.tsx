import { useEffect, useRef } from 'react';
import { RefusedError } from '../../api/api-errors.ts';

/** Says what is on its way while there is nothing to show yet. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="hw-loading" role="status">
      <span className="hw-loading__mark" aria-hidden="true" />
      Fetching {what}…
    </p>
  );
}

/** Says why there is nothing to show, so that it is not taken for "all is well". */
export function Empty({ children }: { readonly children: string }) {
  return <p className="hw-empty">{children}</p>;
}

export interface ProblemProps {
  /** What could not be done: `The board of this ward could not be fetched`. */
  readonly title: string;
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
  /** Fields at fault by their path, as ids on this page. */
  readonly fieldIds?: Readonly<Record<string, string>>;
}

/** What went wrong, in the NHS error summary; takes the focus, since the person who caused it waits for an answer. */
export function ProblemSummary({ title, error, onRetry, fieldIds = {} }: ProblemProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [error]);
  const faults = error instanceof RefusedError ? (error.problem.errors ?? []) : [];
  return (
    <div className="nhsuk-error-summary hw-problem" ref={box} tabIndex={-1}>
      <div role="alert">
        <h2 className="nhsuk-error-summary__title nhsuk-error-summary__heading nhsuk-heading-m">{title}</h2>
        <div className="nhsuk-error-summary__body">
          <p>{error.message}</p>
          {faults.length > 0 && (
            <ul className="nhsuk-list nhsuk-error-summary__list">
              {faults.map((fault) => {
                const id = fieldIds[fault.path];
                const text = `${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`;
                return (
                  <li key={`${fault.path} ${fault.message}`}>
                    {id === undefined ? text : <a href={`#${id}`}>{text}</a>}
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      </div>
      {onRetry !== undefined && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
