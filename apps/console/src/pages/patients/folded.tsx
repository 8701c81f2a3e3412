import { type ReactNode, useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 48em)');

function subscribe(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}

export interface FoldedProps {
  /** What is folded away: `Ward, contact, who has this patient`. */
  readonly summary: string;
  readonly children: ReactNode;
}

/** Behind a line that opens it on a narrow screen, where there is no room for it; in view on a wide one. */
export function Folded({ summary, children }: FoldedProps) {
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  if (!isNarrow) return children;
  return (
    <details className="hw-folded">
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
