import type { Me } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Link } from '../navigation/navigation.tsx';
import { entriesFor } from '../routes/landing.ts';
import { type Section, sections } from '../routes/route.tsx';
import { routes } from '../routes/route-table.tsx';
import { sectionWords } from './section-words.ts';

export interface RailProps {
  readonly me: Me;
  /** The entry that the page on screen belongs to. */
  readonly current: Section | null;
  /** The path on screen: the entry's own page is marked as the page, others of its section as a part of it. */
  readonly path: string;
}

/** The entries of the console that the person may open. */
export function Rail({ me, current, path }: RailProps) {
  const entries = entriesFor(me, routes);
  return (
    <nav className="hw-rail" aria-label={t`Menu`}>
      <ul className="hw-rail__list">
        {sections.map((section) => {
          const entry = entries.get(section);
          if (entry === undefined) return null;
          const marked = section === current ? { 'aria-current': entry.path === path ? ('page' as const) : true } : {};
          return (
            <li key={section}>
              <Link className="hw-rail__link" href={entry.path} {...marked}>
                {sectionWords(section)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
