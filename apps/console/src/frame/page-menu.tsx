import type { Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import type { Route } from '../routes/route.tsx';
import { LookBack } from './look-back.tsx';
import { Rail } from './rail.tsx';
import type { Menu } from './use-menu.ts';
import { WardSwitcher } from './ward-switcher.tsx';

export interface PageMenuProps {
  readonly me: Me;
  readonly route: Route | undefined;
  readonly path: string;
  readonly menu: Menu;
}

/** The rail with the ward switcher and the way to the past, beside the page where there is room. */
export function PageMenu({ me, route, path, menu }: PageMenuProps) {
  return (
    <div className="hw-menu" data-open={menu.isOpen} id={menu.id} onKeyDown={menu.closeOnEscape}>
      <div className="hw-menu__content" role="region" aria-label={t`Menu, ward and time`}>
        <Rail me={me} current={route?.section ?? null} path={path} />
        {me.permissions.includes('view-wards') && <WardSwitcher />}
        {route?.hasPast === true && <LookBack />}
      </div>
    </div>
  );
}
