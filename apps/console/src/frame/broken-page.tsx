import { t } from '@lingui/core/macro';
import { Component, type ReactNode } from 'react';
import { ProblemSummary } from '../components/page-states/page-states.tsx';
import { PageNotFetchedError } from '../routes/page-code.ts';
import { UnfetchedPage } from './unfetched-page.tsx';

interface BrokenPageState {
  readonly error: Error | null;
}

/** Says that a page is broken instead of leaving an empty screen, which could be taken for an empty ward. */
export class BrokenPage extends Component<{ readonly children: ReactNode }, BrokenPageState> {
  override state: BrokenPageState = { error: null };

  static getDerivedStateFromError(error: Error): BrokenPageState {
    return { error };
  }

  readonly #openAgain = (): void => this.setState({ error: null });

  /** The same failure again stays as it is on screen, so that it does not take the focus each time. */
  readonly #failedAgain = (later: unknown): void =>
    this.setState(({ error }) =>
      later instanceof Error && later.message !== error?.message ? { error: later } : null,
    );

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (error instanceof PageNotFetchedError && error.transient) {
      return <UnfetchedPage error={error} onFetched={this.#openAgain} onFailed={this.#failedAgain} />;
    }
    return (
      <ProblemSummary
        title={t`This page does not work`}
        error={error}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
}
