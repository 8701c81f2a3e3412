import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';

export interface FetchedSectionProps<Data> {
  readonly title: string;
  readonly fetched: UseQueryResult<Data>;
  /** What is fetched, for while it is on its way. */
  readonly what: string;
  readonly notFetched: string;
  /** The name of the form, what the button that opens it says, and the form itself. */
  readonly formName: string;
  readonly opens: string;
  readonly form: (name: string, close: () => void) => ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** A part of a ward's page that is fetched by itself, below the form that changes it. */
export function FetchedSection<Data>(props: FetchedSectionProps<Data>) {
  const { title, fetched, what, notFetched, formName, opens, form, children } = props;
  const changing = useFormDisclosure(formName);
  return (
    <Section title={title}>
      {changing.isOpen ? (
        form(changing.form, changing.close)
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
          {opens}
        </button>
      )}
      {fetched.isPending && <Loading what={what} />}
      {fetched.isError && fetched.data === undefined && (
        <ProblemSummary title={notFetched} error={fetched.error} onRetry={() => void fetched.refetch()} />
      )}
      {fetched.data !== undefined && children(fetched.data)}
    </Section>
  );
}
