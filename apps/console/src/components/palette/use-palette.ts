import { useEffect, useState } from 'react';
import { type Palette, paletteNow } from './palette.ts';

const changes = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'] as const;

/** The colours to draw charts with; another object once the theme has changed, so that they are drawn anew. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(paletteNow);
  useEffect(() => {
    const look = (): void => setPalette(paletteNow());
    const queries = changes.map((change) => window.matchMedia(change));
    for (const query of queries) query.addEventListener('change', look);
    const preference = new MutationObserver(look);
    preference.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      for (const query of queries) query.removeEventListener('change', look);
      preference.disconnect();
    };
  }, []);
  return palette;
}
