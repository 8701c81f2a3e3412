import { WardId } from '#libs/contracts';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';

/** Which ward a person works on. It lasts: pages that are about one ward, or about all, follow it. */
export interface WardChoice {
  /** Null for every ward. */
  readonly wardId: WardId | null;
  readonly choose: (wardId: WardId | null) => void;
}

const WardChoiceContext = createContext<WardChoice>({ wardId: null, choose: () => undefined });

export function useWardChoice(): WardChoice {
  return use(WardChoiceContext);
}

/** Keeps the choice of each person on this computer. */
export function WardChoiceProvider(props: { readonly personId: string; readonly children: ReactNode }) {
  const { personId, children } = props;
  const key = `homeward-ward-${personId}`;
  const [wardId, setWardId] = useState(() => keptChoice(key));
  const choose = useCallback(
    (chosen: WardId | null) => {
      setWardId(chosen);
      if (chosen === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, chosen);
    },
    [key],
  );
  const choice = useMemo(() => ({ wardId, choose }), [wardId, choose]);
  return <WardChoiceContext value={choice}>{children}</WardChoiceContext>;
}

const keptChoice = (key: string): WardId | null => WardId.safeParse(window.localStorage.getItem(key)).data ?? null;
