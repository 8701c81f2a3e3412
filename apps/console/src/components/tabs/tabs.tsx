import { Link } from '../../navigation/navigation.tsx';

export interface Tab {
  readonly href: string;
  readonly words: string;
  /** How many things wait there; left out where that is not counted. */
  readonly count?: number;
}

export interface TabsProps {
  /** What the tabs are the parts of. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The address of the one on screen. */
  readonly current: string;
}

/** The pages of one area, as links: each has an address of its own. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav className="hw-tabs" aria-label={label}>
      <ul className="hw-tabs__list">
        {tabs.map(({ href, words, count }) => (
          <li key={href}>
            <Link
              className="hw-tabs__link"
              href={href}
              {...(pathOf(href) === current ? { 'aria-current': 'page' } : {})}
            >
              {words}
              {count !== undefined && <span className="hw-tabs__count">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const pathOf = (href: string): string => href.split('?')[0] ?? href;
