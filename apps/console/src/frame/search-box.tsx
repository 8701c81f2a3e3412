import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useSingleKey } from '../components/single-key/use-single-key.ts';
import { useNavigation } from '../navigation/navigation.tsx';
import { pathTo, searchedIn } from '../navigation/paths.ts';

/** Finds a patient by name, NHS number or device, from every page; the key `/` comes here. */
export function SearchBox({ onWanted }: { readonly onWanted: () => void }) {
  const { go, path, fragment } = useNavigation();
  const asked = path === pathTo.patients ? searchedIn(fragment) : '';
  const [typed, setTyped] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(asked), [asked]);
  useSingleKey('/', () => {
    // On a narrow screen the field is in the menu, and has to be there before it can take the focus.
    flushSync(onWanted);
    field.current?.focus();
    return true;
  });
  return (
    <search>
      <form
        className="hw-search"
        onSubmit={(event) => {
          event.preventDefault();
          go(pathTo.foundPatients(typed.trim()));
        }}
      >
        <label className="nhsuk-u-visually-hidden" htmlFor="hw-search">
          <Trans>Find a patient by name, NHS number or device</Trans>
        </label>
        <input
          ref={field}
          className="hw-search__field"
          id="hw-search"
          type="search"
          autoComplete="off"
          aria-keyshortcuts="/"
          placeholder={t`Find a patient`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button className="hw-search__button">
          <span className="nhsuk-u-visually-hidden">
            <Trans>Search</Trans>
          </span>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
            <path
              d="M10 3a7 7 0 1 0 4.2 12.6l5.1 5.1 1.4-1.4-5.1-5.1A7 7 0 0 0 10 3Zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z"
              fill="currentcolor"
            />
          </svg>
        </button>
      </form>
    </search>
  );
}
