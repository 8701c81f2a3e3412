import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useState,
} from 'react';

interface Navigation {
  /** Path and query of the page on screen. */
  readonly path: string;
  readonly search: string;
  /** What the address says to this browser alone, and to no server: what is typed to find a patient. */
  readonly fragment: string;
  readonly go: (to: string, how?: 'push' | 'replace') => void;
}

const NavigationContext = createContext<Navigation>({ path: '/', search: '', fragment: '', go: () => undefined });

type Address = Omit<Navigation, 'go'>;

/** @param before a link to a part of the same page, as the one that skips the menu, leaves what was typed as it is. */
const here = (before?: Address): Address => {
  const { pathname: path, search, hash } = window.location;
  const isPartOfPage = hash !== '' && !hash.includes('=');
  const stays = isPartOfPage && before?.path === path && before.search === search;
  return { path, search, fragment: stays ? before.fragment : isPartOfPage ? '' : hash };
};

/** Keeps the page on screen in step with the browser's address. */
export function NavigationProvider({ children }: { readonly children: ReactNode }) {
  const [address, setAddress] = useState(() => here());

  useEffect(() => {
    const moved = (): void => {
      setAddress(here);
    };
    window.addEventListener('popstate', moved);
    return () => {
      window.removeEventListener('popstate', moved);
    };
  }, []);

  const go = useCallback((to: string, how: 'push' | 'replace' = 'push') => {
    if (how === 'push') {
      window.history.pushState(null, '', to);
      window.scrollTo(0, 0);
    } else {
      window.history.replaceState(null, '', to);
    }
    setAddress(here());
  }, []);

  return <NavigationContext value={{ ...address, go }}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  return use(NavigationContext);
}

/** A link within the console: a plain click changes the page without loading it anew. */
export function Link(props: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) {
  const { go } = useNavigation();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!plain || event.defaultPrevented) return;
    event.preventDefault();
    go(props.href);
  };
  return <a {...props} onClick={follow} />;
}
