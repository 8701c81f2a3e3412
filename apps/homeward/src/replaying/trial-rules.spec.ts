import { type ChartFile, news2Chart, type PathwayFile, ruleBookOf, RuleSetError } from '#libs/clinical';
import { trialRules } from './trial-rules.ts';

const general: PathwayFile = {
  kind: 'pathway',
  id: 'general',
  version: 1,
  title: 'General',
  source: 'made up for tests',
  chart: 'news2-2017',
  exclusion: null,
  measures: [{ code: 'pulse-rate', everyMinutes: null }],
  dueByScore: false,
  quality: {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 5,
  },
  ladder: [],
  thresholds: [],
  trends: [],
  escalation: { alertAtMost: 'high' },
};
const frailty: PathwayFile = { ...general, id: 'frailty', title: 'Frailty' };
const chart: ChartFile = news2Chart.file;
const live = ruleBookOf([chart, general, frailty].map((json) => ({ name: `${json.id}.json`, json })));

function faultsOf(...tried: readonly unknown[]): RuleSetError['faults'] {
  try {
    trialRules(
      live,
      tried.map((json, index) => ({ name: `tried-${String(index)}.json`, json })),
    );
  } catch (error) {
    if (error instanceof RuleSetError) return error.faults;
    throw error;
  }
  return [];
}

describe('rules on trial', () => {
  it('stand for every version of a pathway that a plan may name, and leave the others as they are', () => {
    const tried = { ...general, version: 7, title: 'Tried' };
    const book = trialRules(live, [{ name: 'tried.json', json: tried }]);
    expect(book.pathway('general', 1)?.key).toBe('general@7');
    expect(book.newest('general')?.file.title).toBe('Tried');
    expect(book.pathway('frailty', 1)?.key).toBe('frailty@1');
  });

  it('are tried under the number of the version in force as well, whatever is newer than that', () => {
    const twice = ruleBookOf(
      [chart, general, { ...general, version: 2 }].map((json, at) => ({ name: `${at}.json`, json })),
    );
    const book = trialRules(twice, [{ name: 'tried.json', json: { ...general, title: 'Tried' } }]);
    expect(book.pathway('general', 2)?.file).toMatchObject({ version: 1, title: 'Tried' });
  });

  it('may be general rules, in place of all that are in force, on every pathway', () => {
    const none = { kind: 'general-rules', id: 'anybody', title: 'Nothing', source: 'x', always: [], withoutChart: [] };
    const one = { ...none, version: 2, chartFor: {} };
    const inForce = ruleBookOf(
      [chart, one, { ...general, generalRules: 'anybody@2' }].map((json, at) => ({ name: `${at}.json`, json })),
    );
    const book = trialRules(inForce, [{ name: 'tried.json', json: { ...one, version: 1, title: 'Tried' } }]);
    expect(book.pathway('general', 1)?.general?.file.title).toBe('Tried');
    expect(book.generalRules.map(({ key }) => key)).toEqual(['anybody@1']);
  });

  it('may be a chart, in place of the one with its id', () => {
    const book = trialRules(live, [{ name: 'tried.json', json: { ...chart, title: 'NEWS tried' } }]);
    expect(book.pathway('frailty', 1)?.chart.title).toBe('NEWS tried');
  });

  it('may be a chart with another id and the pathway that uses it', () => {
    const other = { ...chart, id: 'news-3', title: 'NEWS3' };
    const book = trialRules(live, [
      { name: 'chart.json', json: other },
      { name: 'pathway.json', json: { ...frailty, version: 2, chart: 'news-3' } },
    ]);
    expect(book.pathway('frailty', 1)?.chart.id).toBe('news-3');
    expect(book.pathway('general', 1)?.chart.id).toBe('news2-2017');
  });

  it.each<[string, readonly unknown[], string, string]>([
    ['nothing of a kind that there is', [{ kind: 'recipe' }], 'kind', 'expected "chart", "pathway" or "general-rules"'],
    ['something that is not an object', [[1, 2]], 'kind', 'expected "chart", "pathway" or "general-rules"'],
    ['a value of the wrong kind', [{ ...general, version: 'two' }], 'version', 'number'],
    [
      'a tier that does not exist',
      [{ ...general, escalation: { alertAtMost: 'very' } }],
      'escalation.alertAtMost',
      'high',
    ],
    ['a chart that nothing uses', [{ ...chart, id: 'news-3' }], 'id', 'which no pathway uses; expected "news2-2017"'],
    ['a pathway whose chart there is not', [{ ...general, chart: 'news-3' }], 'chart', '"news-3"'],
  ])('are refused, with file, path and what was expected: %s', (_claim, tried, path, words) => {
    const faults = faultsOf(...tried);
    expect(faults).toEqual([expect.objectContaining({ file: 'tried-0.json', path })]);
    expect(faults[0]?.message).toContain(words);
  });
});
