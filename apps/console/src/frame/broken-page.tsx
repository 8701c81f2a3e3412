import { t } from '@lingui/core/macro';
import { Component, type ReactNode } from 'react';
import { ProblemSummary } from '../components/page-states/page-states.tsx';

interface BrokenPageState {
  readonly error: Error | null;
}

/** Says that a page is broken instead of leaving an empty screen, which could be taken for an empty ward. */
export class BrokenPage extends Component<{ readonly children: ReactNode }, BrokenPageState> {
  override state: BrokenPageState = { error: null };

  static getDerivedStateFromError(error: Error): BrokenPageState {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <ProblemSummary
        title={t`This page does not work`}
        error={this.state.error}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
}
