import type { Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { draftStore } from '../components/forms/draft-store.ts';
import { roleWords } from '../components/words/identity-words.ts';
import { Link } from '../navigation/navigation.tsx';
import { pathTo } from '../navigation/paths.ts';
import { HomewardMark } from './homeward-mark.tsx';
import { SearchBox } from './search-box.tsx';
import type { Menu } from './use-menu.ts';

export interface SiteHeaderProps {
  readonly me: Me | undefined;
  readonly maySearch: boolean;
  readonly menu: Menu;
  /** What is always in view: alerts that wait, and whether the screen is up to date. */
  readonly children: ReactNode;
}

/** The NHS header with our own mark: the NHS logo belongs to the organisation that runs the ward, not to this software. */
export function SiteHeader({ me, maySearch, menu, children }: SiteHeaderProps) {
  return (
    <header className="hw-header" data-open={menu.isOpen} onKeyDown={menu.closeOnEscape}>
      <Link className="hw-header__name" href={pathTo.home} aria-label={t`Homeward`}>
        <HomewardMark />
        <span className="hw-header__word">Homeward</span>
      </Link>
      <div className="hw-header__state">{children}</div>
      {me !== undefined && (
        <button
          type="button"
          className="hw-header__menu"
          ref={menu.button}
          aria-expanded={menu.isOpen}
          aria-controls={menu.id}
          onClick={menu.toggle}
        >
          <Trans>Menu</Trans>
        </button>
      )}
      {maySearch && <SearchBox onWanted={menu.open} />}
      {me !== undefined && <Account me={me} />}
    </header>
  );
}

function Account({ me }: { readonly me: Me }) {
  return (
    <nav className="hw-account" aria-label={t`Account`}>
      <Link href={pathTo.preferences}>
        {me.name} <span className="hw-account__role">{roleWords(me.role)}</span>
      </Link>
      <form action="/auth/logout" method="post" onSubmit={() => draftStore.forgetWhenLeaving(me.id)}>
        <button className="hw-account__button">
          <Trans>Sign out</Trans>
        </button>
      </form>
    </nav>
  );
}
