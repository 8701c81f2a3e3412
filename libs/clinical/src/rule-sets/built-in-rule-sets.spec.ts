import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { news2Chart } from '../news2/news2-chart.ts';
import { ruleBookOf, type RuleSetSource } from './rule-book.ts';

const folder = join(import.meta.dirname, '../../rule-sets');
const clinicalSources = readFileSync(join(folder, '../../../docs/clinical-sources.md'), 'utf8');
const files: readonly RuleSetSource[] = ['charts', 'general-rules', 'pathways'].flatMap((part) =>
  readdirSync(join(folder, part)).map((name) => ({
    name: `${part}/${name}`,
    json: JSON.parse(readFileSync(join(folder, part, name), 'utf8')) as unknown,
  })),
);
const book = ruleBookOf(files);

describe('the rule sets that come with Homeward', () => {
  it('are the nine pathways of the plans, and a general one for every other', () => {
    expect(book.pathways.map(({ key }) => key)).toEqual([
      'acute-respiratory@1',
      'complex-maternity@1',
      'cystic-fibrosis@1',
      'diabetes@1',
      'end-of-life@1',
      'falls-in-care-homes@1',
      'frailty@1',
      'general@1',
      'heart-failure@1',
      'severe-mental-illness@1',
    ]);
    expect(book.charts.map(({ id }) => id)).toEqual(['news2-2017', 'obstetric-meows-2012']);
  });

  it('are in files named for what they are', () => {
    const expected = [
      ...book.charts.map(({ id }) => `charts/${id}.json`),
      ...book.generalRules.map(({ file }) => `general-rules/${file.id}.v${file.version}.json`),
      ...book.pathways.map(({ file }) => `pathways/${file.id}.v${file.version}.json`),
    ];
    expect(files.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  });

  it('have the very chart of NEWS2 that scores without any file', () => {
    expect(book.chart('news2-2017')?.file).toEqual(news2Chart.file);
  });

  it('are described, rule by rule, with their sources', () => {
    const described = new Map(
      clinicalSources.split(/^##+ /m).map((section) => {
        const rules = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Rule '));
        return [/^.* \(`([a-z-]+)`\)/.exec(section)?.[1], rules.length] as const;
      }),
    );
    expect(book.pathways.map(({ file: { id } }) => [id, described.get(id)])).toEqual(
      book.pathways.map(({ file: { id, thresholds, trends, events = [] } }) => [
        id,
        thresholds.length + trends.length + events.length,
      ]),
    );
  });

  it('name the version of the general rules that holds on them', () => {
    expect(book.generalRules.map(({ key }) => key)).toEqual(['anybody@1']);
    expect(book.pathways.filter(({ file }) => file.generalRules !== 'anybody@1')).toEqual([]);
  });

  it('name the source of every rule, or say that it is Homeward’s own and why', () => {
    const rules = [
      ...book.pathways.flatMap(({ key, file }) =>
        [...file.thresholds, ...file.trends].map((rule) => ({ key, ...rule })),
      ),
      ...book.generalRules.flatMap(({ key, file }) =>
        [...file.always, ...file.withoutChart].map((rule) => ({ key, ...rule })),
      ),
      ...[...book.pathways, ...book.generalRules].flatMap(({ key, file }) =>
        (file.events ?? []).map((rule) => ({ key, id: rule.code, ...rule })),
      ),
    ];
    const isSaid = (source: string | undefined): boolean =>
      source !== undefined && (!source.startsWith("Homeward's own") || /^Homeward's own: .{10}/.test(source));
    expect(rules.filter(({ source }) => !isSaid(source)).map(({ key, id }) => `${key} ${id}`)).toEqual([]);
  });

  it('give reasons in words and units as people write them, since alerts show them', () => {
    const rules = [
      ...book.pathways.flatMap(({ file }) => [...file.thresholds, ...file.trends, ...(file.events ?? [])]),
      ...book.generalRules.flatMap(({ file }) => [...file.always, ...file.withoutChart, ...(file.events ?? [])]),
    ];
    const reasons = rules.map(({ reason }) => reason);
    expect(reasons.length).toBeGreaterThan(50);
    expect(reasons.filter((reason) => /\[|\bCel\b|\d \/min|\b(?:some|no)body\b/.test(reason))).toEqual([]);
  });

  it('leave the validity of every value as it is by default, but for the best that is known of a patient', () => {
    const stated = book.pathways.flatMap(({ file }) =>
      file.measures.filter(({ validForMinutes }) => validForMinutes !== undefined),
    );
    expect(stated.map(({ code }) => code)).toEqual(['best-fev1']);
  });
});
