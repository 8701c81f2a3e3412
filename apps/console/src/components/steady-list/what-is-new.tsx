import { plural, t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'react';

export interface WhatIsNewProps {
  /** How many have come while the list keeps its order. */
  readonly newcomers: number;
  /** How many of those are at high risk. */
  readonly high: number;
  readonly isReordered: boolean;
  readonly onShow: () => void;
}

/**
 * Says above a list that keeps its order what has come meanwhile, and lets the person have it shown. The button is gone then,
 * and the focus stays where it was.
 */
export function WhatIsNew({ newcomers, high, isReordered, onShow }: WhatIsNewProps) {
  const words = newWords({ newcomers, high, isReordered });
  const frame = useRef<HTMLDivElement>(null);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (words !== '') setShown(false);
  }, [words]);
  const show = (): void => {
    frame.current?.focus();
    setShown(true);
    onShow();
  };
  return (
    <div className="hw-new" role="status" tabIndex={-1} ref={frame}>
      {words === '' ? (
        isShown && <span className="nhsuk-u-visually-hidden">{t`What is new is shown.`}</span>
      ) : (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={show}>
          {t`${words}: show`}
        </button>
      )}
    </div>
  );
}

/** `2 new, of these 1 high`; empty where nothing is new. */
export function newWords({ newcomers, high, isReordered }: Omit<WhatIsNewProps, 'onShow'>): string {
  if (newcomers === 0) return isReordered ? t`The order has changed` : '';
  const come = t`${plural(newcomers, { one: '# new', other: '# new' })}`;
  return high === 0 ? come : t`${come}, of these ${high} high`;
}
