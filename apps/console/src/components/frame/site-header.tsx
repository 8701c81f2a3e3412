import type { Me } from '#libs/contracts';
import { Link, useNavigation } from '../../navigation/navigation.tsx';
import { pathTo, routeOf } from '../../navigation/routes.ts';
import { roleWords } from '../words/identity-words.ts';

/** The NHS header with our own mark: the NHS logo belongs to the organisation that runs the ward, not to this software. */
export function SiteHeader({ me }: { readonly me: Me | undefined }) {
  const { page } = routeOf(useNavigation().path);
  return (
    <header className="nhsuk-header hw-header">
      <div className="nhsuk-header__container nhsuk-width-container-fluid">
        <div className="nhsuk-header__service">
          <Link className="nhsuk-header__service-name hw-header__name" href={pathTo.wards}>
            <HomewardMark />
            <span>Homeward</span>
          </Link>
        </div>
        {me !== undefined && (
          <nav className="nhsuk-header__account" aria-label="Account">
            <ul className="nhsuk-header__account-list">
              <li className="nhsuk-header__account-item">
                <span>
                  {me.name} <span className="hw-header__role">{roleWords(me.role)}</span>
                </span>
              </li>
              <li className="nhsuk-header__account-item">
                <form className="nhsuk-header__account-form" action="/auth/logout" method="post">
                  <button className="nhsuk-header__account-button">Sign out</button>
                </form>
              </li>
            </ul>
          </nav>
        )}
      </div>
      <nav className="nhsuk-header__navigation" aria-label="Menu">
        <div className="nhsuk-header__navigation-container nhsuk-width-container-fluid">
          <ul className="nhsuk-header__navigation-list">
            <MenuItem href={pathTo.wards} text="Wards" current={page === 'wards' ? 'page' : page === 'board'} />
            {me?.permissions.includes('view-patients') === true && (
              <>
                <MenuItem href={pathTo.alerts} text="Alerts" current={page === 'alerts' ? 'page' : false} />
                <MenuItem href={pathTo.tasks} text="Tasks" current={page === 'tasks' ? 'page' : false} />
              </>
            )}
          </ul>
        </div>
      </nav>
    </header>
  );
}

function MenuItem(props: { readonly href: string; readonly text: string; readonly current: 'page' | boolean }) {
  const { href, text, current } = props;
  return (
    <li className="nhsuk-header__navigation-item">
      <Link
        className="nhsuk-header__navigation-link"
        href={href}
        {...(current === false ? {} : { 'aria-current': current })}
      >
        {text}
      </Link>
    </li>
  );
}

function HomewardMark() {
  return (
    <svg
      viewBox="0 0 32 32"
      width="32"
      height="32"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentcolor"
    >
      <path d="M4 15.5 16 5l12 10.5V28H4z" strokeWidth="2.2" strokeLinejoin="round" />
      <path d="M6 20h5.5l2-4.5 3.4 8 2.2-3.5H26" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
