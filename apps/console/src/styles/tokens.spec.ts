import { readdirSync, readFileSync } from 'node:fs';

/** The styles as written, by file. */
const styles = new Map(
  readdirSync(import.meta.dirname)
    .filter((file) => /\.s?css$/.test(file))
    .map((file) => [file, withoutComments(readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))]),
);
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

const tokens = new Map(
  [...(styles.get('tokens.css') ?? '').matchAll(/(--hw-[\w-]+):\s*light-dark\((#\w{6,8}),\s*(#\w{6,8})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function withoutComments(css: string): string {
  return css.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** By WCAG 2.2: from 1, where two colours are the same, to 21. */
function contrast(one: string, other: string, theme: Theme): number {
  const [lighter = 0, darker = 0] = [one, other].map((token) => luminance(token, theme)).toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(token: string, theme: Theme): number {
  const colour = tokens.get(token)?.[theme];
  if (colour === undefined) throw new TypeError(`No token is called ${token}.`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const weakPairs = (pairs: readonly (readonly [string, string])[], least: number): readonly string[] =>
  pairs.flatMap(([one, other]) =>
    themes
      .filter((theme) => contrast(one, other, theme) < least)
      .map((theme) => `${one} on ${other}, ${theme}: ${contrast(one, other, theme).toFixed(2)}`),
  );

/** Text and the background under it where one rule says both. */
const pairsOfRules = [...styles.values()].flatMap((css) =>
  [...css.matchAll(/\{([^{}]*)\}/g)].flatMap(([, rule = '']) => {
    const text = /(?:^|;)\s*color:\s*var\((--hw-[\w-]+)\)/.exec(rule)?.[1];
    const background = /background(?:-color)?:\s*var\((--hw-[\w-]+)\)/.exec(rule)?.[1];
    return text === undefined || background === undefined ? [] : [[text, background] as const];
  }),
);

const plainGrounds = ['--hw-background', '--hw-surface', '--hw-inset'] as const;
const allGrounds = [
  ...plainGrounds,
  '--hw-high-pale',
  '--hw-medium-pale',
  '--hw-low-medium-pale',
  '--hw-past-pale',
  '--hw-points-1',
  '--hw-points-2',
  '--hw-points-3',
] as const;
const on = (texts: readonly string[], grounds: readonly string[]) =>
  texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));

describe('The colours of the console', () => {
  it('are all tokens', () => {
    const raw = [...styles].flatMap(([file, css]) =>
      file === 'tokens.css' ? [] : (css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)/gi) ?? []),
    );
    expect(raw).toEqual([]);
  });

  it('are tokens that exist, of which none is left over', () => {
    const named = [...styles.values()].join('\n');
    const used = new Set([...named.matchAll(/var\((--hw-[\w-]+)\)/g)].map(([, name]) => name));
    const palette = readFileSync(`${import.meta.dirname}/../components/palette/palette.ts`, 'utf8');
    const drawn = new Set([...palette.matchAll(/'(--hw-[\w-]+)'/g)].map(([, name]) => name));
    expect([...used, ...drawn].filter((name) => !named.includes(`${name ?? ''}:`))).toEqual([]);
    expect([...tokens.keys()].filter((name) => !used.has(name) && !drawn.has(name))).toEqual([]);
  });

  it('let text be read in light and in dark: 4.5 to 1', () => {
    const inherited = [
      ...on(['--hw-text'], allGrounds),
      ...on(['--hw-quiet', '--hw-link', '--hw-link-hover', '--hw-error', '--hw-high-text'], plainGrounds),
      ...on(['--hw-reserve', '--hw-decided'], plainGrounds),
      ...on(['--hw-on-strong'], ['--hw-button', '--hw-button-hover', '--hw-error-strong', '--hw-error-hover']),
      ...on(['--hw-on-header'], ['--hw-header', '--hw-strong-hover']),
    ];
    expect(weakPairs([...pairsOfRules, ...inherited], 4.5)).toEqual([]);
  });

  it('let charts, marks and edges that mean something be seen: 3 to 1', () => {
    const drawn = [
      ...on(['--hw-chart-line'], ['--hw-surface', '--hw-points-1', '--hw-points-2', '--hw-points-3']),
      ...on(['--hw-chart-axis', '--hw-chart-low', '--hw-chart-low-medium', '--hw-chart-medium'], ['--hw-surface']),
      ...on(['--hw-chart-high'], ['--hw-surface', '--hw-high-pale']),
      ...on(['--hw-chart-medium'], ['--hw-medium-pale']),
      ...on(['--hw-chart-low-medium'], ['--hw-low-medium-pale']),
      ...on(['--hw-live', '--hw-idle'], ['--hw-surface']),
      ...on(['--hw-quiet'], plainGrounds),
    ];
    expect(weakPairs(drawn, 3)).toEqual([]);
  });
});
