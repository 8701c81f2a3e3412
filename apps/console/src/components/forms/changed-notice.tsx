import type { ResourceChange } from '#libs/contracts';
import { useEffect, useRef } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { changeWords } from '../words/change-words.ts';

export interface ChangedNoticeProps {
  readonly changes: readonly ResourceChange[];
  /** What the person can do now. */
  readonly next: string;
}

/** Says that nothing was done, because what the person saw had changed, and how; takes the focus. */
export function ChangedNotice({ changes, next }: ChangedNoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [changes]);
  return (
    <div className="hw-changed" ref={box} tabIndex={-1}>
      <div role="alert">
        <p>
          <strong>Nothing has been done: this has changed since you saw it.</strong>
        </p>
        <ul className="nhsuk-list nhsuk-list--bullet">
          {changeWords(changes, serverClock.now()).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>It is shown as it is now. {next}</p>
      </div>
    </div>
  );
}
