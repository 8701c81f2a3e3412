import type { Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useEffect, useId, useRef, useState } from 'react';
import type { Route } from '../routes/route.tsx';
import { LookBack } from './look-back.tsx';
import { Rail } from './rail.tsx';
import { WardSwitcher } from './ward-switcher.tsx';

export interface PageMenuProps {
  readonly me: Me;
  readonly route: Route | undefined;
  readonly path: string;
}

/** The rail with the ward switcher and the way to the past: beside the page where there is room, else behind one button. */
export function PageMenu({ me, route, path }: PageMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [path]);
  return (
    <div
      className="hw-menu"
      data-open={isOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        type="button"
        className="hw-menu__button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t`Menu`}
      </button>
      <div className="hw-menu__content" id={id}>
        <Rail me={me} current={route?.section ?? null} path={path} />
        {me.permissions.includes('view-wards') && <WardSwitcher />}
        {route?.hasPast === true && <LookBack />}
      </div>
    </div>
  );
}
