import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleBookOf, type RuleSetSource } from './rule-book.ts';
import { RuleSetError } from './rule-set-error.ts';

type Json = Record<string, unknown>;

function builtIn(path: string): Json {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../rule-sets', path), 'utf8')) as Json;
}
const news2 = builtIn('charts/news2-2017.json');
const heartFailure = builtIn('pathways/heart-failure.v1.json');
const maternity = builtIn('pathways/complex-maternity.v1.json');
const obstetric = builtIn('charts/obstetric-meows-2012.json');
const anybody = builtIn('general-rules/anybody.v1.json');
/** What the pathways name beside their own charts. */
const beside: readonly RuleSetSource[] = [
  { name: 'obstetric.json', json: obstetric },
  { name: 'anybody.json', json: anybody },
];

/** The file with what stands at the path replaced; undefined takes it away. */
function changed(json: Json, path: readonly (string | number)[], value: unknown): Json {
  const copy = structuredClone(json);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<Json>((found, step) => found[step] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

/** Every fault of a book of NEWS2, the obstetric chart, and these, as `file, path: message`. */
function faultsOf(...files: readonly RuleSetSource[]): readonly string[] {
  const names = new Set(files.map(({ name }) => name));
  const whole = [{ name: 'news2.json', json: news2 }, ...beside].filter(({ name }) => !names.has(name));
  try {
    ruleBookOf([...whole, ...files]);
    return [];
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    return error.faults.map(({ file, path, message }) => `${file}, ${path}: ${message}`);
  }
}

const chartWith = (path: readonly (string | number)[], value: unknown): readonly string[] =>
  faultsOf({ name: 'news2.json', json: changed(news2, path, value) });
const pathwayWith = (path: readonly (string | number)[], value: unknown): readonly string[] =>
  faultsOf({ name: 'hf.json', json: changed(heartFailure, path, value) });

describe('a rule book', () => {
  it('has charts by id, and pathways by id and version', () => {
    const second = changed(heartFailure, ['version'], 2);
    const tenth = changed(heartFailure, ['version'], 10);
    const book = ruleBookOf([
      { name: 'ten', json: tenth },
      { name: 'two', json: second },
      { name: 'one', json: heartFailure },
      { name: 'chart', json: news2 },
      ...beside,
    ]);
    expect(book.pathways.map(({ key }) => key)).toEqual(['heart-failure@1', 'heart-failure@2', 'heart-failure@10']);
    expect(book.newest('heart-failure')?.key).toBe('heart-failure@10');
    expect(book.pathway('heart-failure', 2)?.file.version).toBe(2);
    expect(book.pathway('heart-failure', 3)).toBeUndefined();
    expect(book.newest('unheard-of')).toBeUndefined();
    expect(book.chart('news2-2017')?.title).toBe('NEWS2');
    expect(book.newest('heart-failure')?.chart).toBe(book.chart('news2-2017'));
  });

  it('knows how each code is measured on a pathway', () => {
    const pathway = ruleBookOf([
      { name: 'chart', json: news2 },
      { name: 'pathway', json: heartFailure },
      ...beside,
    ]).newest('heart-failure');
    expect(pathway?.measureOf('body-weight')).toEqual({ code: 'body-weight', everyMinutes: 1440 });
    expect(pathway?.measureOf('blood-glucose')).toBeUndefined();
  });
});

describe('the validity of values on a pathway', () => {
  const stating = changed(
    heartFailure,
    ['measures'],
    [
      { code: 'pulse-rate', everyMinutes: 720, validForMinutes: 90 },
      { code: 'systolic-pressure', everyMinutes: null },
      { code: 'oxygen-saturation', everyMinutes: 720, validForMinutes: 10 },
      { code: 'temperature', everyMinutes: 720, validForMinutes: 1500 },
      { code: 'respiration-rate', everyMinutes: 720 },
      { code: 'body-weight', everyMinutes: 1440 },
    ],
  );
  const pathway = ruleBookOf([{ name: 'chart', json: news2 }, { name: 'pathway', json: stating }, ...beside]).newest(
    'heart-failure',
  );

  it.each([
    ['respiration-rate', 900, 15],
    ['pulse-rate', 90, 15],
    ['oxygen-saturation', 10, 10],
    ['temperature', 900, 900],
    ['systolic-pressure', 720, 720],
    ['diastolic-pressure', 720, 720],
    ['consciousness', 720, 720],
    ['supplemental-oxygen', 720, 720],
    ['body-weight', 1800, 1800],
    ['blood-glucose', 1440, 1440],
  ] as const)('of %s is %s minutes, and %s while monitoring is continuous', (code, intermittent, continuous) => {
    expect(pathway?.validForMinutes(code, { monitoring: 'intermittent' })).toBe(intermittent);
    expect(pathway?.validForMinutes(code, { monitoring: 'continuous' })).toBe(continuous);
  });

  it('is until the next is due by the plan, plus a quarter, and never longer than the plan states', () => {
    const monitoring = 'intermittent';
    expect(pathway?.validForMinutes('temperature', { monitoring, everyMinutes: 360 })).toBe(450);
    expect(pathway?.validForMinutes('temperature', { monitoring, everyMinutes: 60, statedMinutes: 600 })).toBe(75);
    expect(pathway?.validForMinutes('temperature', { monitoring, everyMinutes: null, statedMinutes: 600 })).toBe(600);
  });
});

describe('a faulty chart', () => {
  it.each<[string, readonly (string | number)[], unknown, string]>([
    ['that misses a field', ['title'], undefined, 'news2.json, title: Found nothing; expected string.'],
    [
      'with a field that nobody knows',
      ['colour'],
      'red',
      'news2.json, : Found {"kind":"chart","id":"news2-2017","title":"NEWS2","source":"…; expected no field named "colour".',
    ],
    [
      'with a text where a number belongs',
      ['parameters', 0, 'bands', 1, 'upTo'],
      '11',
      'news2.json, parameters[0].bands[1].upTo: Found "11"; expected number.',
    ],
    [
      'with points that do not exist',
      ['parameters', 0, 'bands', 1, 'points'],
      4,
      'news2.json, parameters[0].bands[1].points: Found 4; expected one of 0|1|2|3.',
    ],
    [
      'with bands that do not rise',
      ['parameters', 0, 'bands', 1, 'upTo'],
      8,
      'news2.json, parameters[0].bands[1].upTo: Found 8 after 8; expected bands that rise.',
    ],
    [
      'with a band in the middle that has no end',
      ['parameters', 0, 'bands', 1, 'upTo'],
      undefined,
      'news2.json, parameters[0].bands[1].upTo: Found no end; expected one on every band but the last.',
    ],
    [
      'whose last band ends',
      ['parameters', 0, 'bands', 4, 'upTo'],
      60,
      'news2.json, parameters[0].bands[4].upTo: Found 60; expected none on the last band, which takes all that is higher.',
    ],
    [
      'with a band that ends between two steps',
      ['parameters', 0, 'bands', 1, 'upTo'],
      11.5,
      'news2.json, parameters[0].bands[1].upTo: Found 11.5; expected a multiple of the resolution, 1.',
    ],
    [
      'in degrees Fahrenheit',
      ['parameters', 6, 'bands', 3, 'upTo'],
      102.2,
      'news2.json, parameters[6].bands[3].upTo: Found 102.2; expected a plausible value, 25 to below 45.',
    ],
    [
      'where worse scores less',
      ['parameters', 0, 'bands', 4, 'points'],
      1,
      'news2.json, parameters[0].bands[4].points: Found 1; expected at least the 2 of the band beside it, which is nearer to normal.',
    ],
    [
      'where worse scores less on oxygen',
      ['parameters', 1, 'scale2', 'onOxygen', 0, 'points'],
      1,
      'news2.json, parameters[1].scale2.onOxygen[0].points: Found 1; expected at least the 2 of the band beside it, which is nearer to normal.',
    ],
    [
      'without points for one level of consciousness',
      ['parameters', 5, 'points', 'C'],
      undefined,
      'news2.json, parameters[5].points: Found no points for C; expected points for each of A, C, V, P, U.',
    ],
    [
      'with a level of consciousness that does not exist',
      ['parameters', 5, 'points', 'X'],
      1,
      'news2.json, parameters[5].points.X: Found the choice "X"; expected one of A, C, V, P, U.',
    ],
    [
      'with a code that does not exist',
      ['parameters', 0, 'code'],
      'respiration',
      'news2.json, parameters[0].code: Found "respiration"; expected one of "respiration-rate"',
    ],
    [
      'with a code twice',
      ['parameters', 0, 'code'],
      'pulse-rate',
      'news2.json, parameters[4].code: Found "pulse-rate", as in parameters[0]; expected each once.',
    ],
    [
      'that scores words by bands',
      ['parameters', 0, 'code'],
      'questionnaire-answer',
      'news2.json, parameters[0].form: Found "bands"; expected a code that can be scored.',
    ],
    [
      'with a tier that cannot be reached',
      ['tiers', 0, 'totalAtLeast'],
      21,
      'news2.json, tiers[0].totalAtLeast: Found 21; expected at most 20, which is all that the chart can give.',
    ],
    [
      'with tiers in the wrong order',
      ['tiers', 1, 'tier'],
      'high',
      'news2.json, tiers[1].tier: Found "high" after "high"; expected the most urgent first, each once.',
    ],
    [
      'whose less urgent tier needs more points',
      ['tiers', 1, 'totalAtLeast'],
      8,
      'news2.json, tiers[1].totalAtLeast: Found 8; expected less than the 7 of the tier before.',
    ],
    [
      'whose last tier has a condition',
      ['tiers', 3, 'totalAtLeast'],
      1,
      'news2.json, tiers[3]: Found a condition on the last tier; expected none: it holds where no other does.',
    ],
    [
      'with a tier that nothing leads to',
      ['tiers', 1, 'totalAtLeast'],
      undefined,
      'news2.json, tiers[1]: Found no condition; expected totalAtLeast or anyParameterAtLeast on every tier but the last.',
    ],
    [
      'that measures the less urgent more often',
      ['tiers', 3, 'monitorEveryMinutes'],
      10,
      'news2.json, tiers[3].monitorEveryMinutes: Found 10; expected at least the 60 of the more urgent tier before.',
    ],
  ])('%s is refused with the file, the path and what was expected', (_claim, path, value, fault) => {
    expect(chartWith(path, value)).toContainEqual(expect.stringContaining(fault));
  });

  it('needs oxygen beside a scale 2', () => {
    const parameters = (news2['parameters'] as readonly Json[]).filter(({ form }) => form !== 'oxygen');
    expect(chartWith(['parameters'], parameters)).toContain(
      'news2.json, parameters[1].scale2: Found a scale 2 on a chart that does not ask for oxygen; expected a parameter of the form "oxygen" beside it.',
    );
  });
});

describe('a faulty pathway', () => {
  it.each<[string, readonly (string | number)[], unknown, string]>([
    [
      'on a chart that is not there',
      ['chart'],
      'news3',
      'hf.json, chart: Found "news3"; expected the id of a chart among the files.',
    ],
    [
      'of people whom its chart is not for',
      ['exclusion'],
      'pregnant',
      'hf.json, chart: Found news2-2017, which is not for anybody pregnant; expected a chart for everybody on the pathway.',
    ],
    [
      'with a measure twice',
      ['measures', 1, 'code'],
      'respiration-rate',
      'hf.json, measures[1].code: Found "respiration-rate", as in measures[0]; expected each once.',
    ],
    [
      'that waits for a measure less than a minute',
      ['measures', 0, 'everyMinutes'],
      0,
      'hf.json, measures[0].everyMinutes: Found 0; expected number to be >=1.',
    ],
    [
      'with two thresholds of one id',
      ['thresholds', 1, 'id'],
      'pulse-slow',
      'hf.json, thresholds[1].id: Found "pulse-slow", as in thresholds[0]; expected each once.',
    ],
    [
      'with an implausible limit',
      ['thresholds', 0, 'limit'],
      5,
      'hf.json, thresholds[0].limit: Found 5; expected a plausible value of pulse-rate, 20 to 300 /min.',
    ],
    [
      'with a limit beyond which nothing can be',
      ['thresholds', 0, 'limit'],
      20,
      'hf.json, thresholds[0].limit: Found an alert below 20, which can never be; expected a limit that a plausible value of pulse-rate can be below, 20 to 300 /min.',
    ],
    [
      'with a limit that another always alerts for already',
      ['thresholds', 3],
      { id: 'pulse-slower', code: 'pulse-rate', direction: 'below', limit: 45, tier: 'low-medium', reason: 'x' },
      'hf.json, thresholds[3].limit: Found low-medium below 45, which thresholds[0] always alerts for already: low-medium below 50; expected a limit that adds something: further out only at a more urgent tier.',
    ],
    [
      'with rules that can never fire, since nothing on it alerts',
      ['escalation', 'alertAtMost'],
      'none',
      'hf.json, thresholds: Found 3 that can never fire; expected none, since by escalation.alertAtMost nothing of this pathway alerts.',
    ],
    [
      'with a limit that is called like a critical value',
      ['thresholds', 0, 'id'],
      'critical-pulse',
      'hf.json, thresholds[0].id: Found "critical-pulse"; expected an id that does not begin like those of critical values.',
    ],
    [
      'with a limit that no target range is about',
      ['thresholds', 0, 'followsTarget'],
      true,
      'hf.json, thresholds[0].followsTarget: Found a limit that no target range is about; expected one below a value of oxygen-saturation.',
    ],
    [
      'with a percentage of nothing',
      ['thresholds', 0, 'asPercent'],
      true,
      'hf.json, thresholds[0].asPercent: Found a percentage of nothing; expected relativeTo beside it.',
    ],
    [
      'with a limit relative to what is not measured',
      ['thresholds', 0, 'relativeTo'],
      'blood-glucose',
      'hf.json, thresholds[0].relativeTo: Found "blood-glucose"; expected a code that is among the measures.',
    ],
    [
      'with general rules that there are not',
      ['generalRules'],
      'anybody@9',
      'hf.json, generalRules: Found "anybody@9"; expected general rules and a version that are among the files.',
    ],
    [
      'with limits between which every value alerts',
      ['thresholds', 0, 'limit'],
      130,
      'hf.json, thresholds[0].limit: Found an alert below 130 beside one above 120; expected values between the two that do not alert.',
    ],
    [
      'with a limit on words',
      ['thresholds', 0, 'code'],
      'consciousness',
      'hf.json, thresholds[0].code: Found "consciousness"; expected a code whose values are numbers.',
    ],
    [
      'with a limit on what is not measured',
      ['thresholds', 0, 'code'],
      'peak-flow',
      'hf.json, thresholds[0].code: Found "peak-flow"; expected a code that is among the measures.',
    ],
    [
      'with a limit that alerts at no tier',
      ['thresholds', 0, 'tier'],
      'low',
      'hf.json, thresholds[0].tier: Found "low"; expected one of "low-medium"|"medium"|"high".',
    ],
    [
      'with a trend that cannot happen',
      ['trends', 0, 'by'],
      600,
      'hf.json, trends[0].by: Found 600; expected less than from one end of what is plausible to the other, 2 to 500 kg.',
    ],
    [
      'with a rise of the score that its chart cannot make',
      ['trends', 2, 'by'],
      21,
      'hf.json, trends[2].by: Found 21; expected at most 20, which is all that the chart can give.',
    ],
    [
      'whose ladder does not rise',
      ['ladder', 1, 'afterMinutes'],
      15,
      'hf.json, ladder[1].afterMinutes: Found 15; expected more than the 15 of the rung before.',
    ],
    [
      'whose ladder has a rung twice',
      ['ladder', 1, 'rung'],
      'ask-device',
      'hf.json, ladder[1].rung: Found "ask-device" after "ask-device"; expected each rung at most once, in the order ask-device, ask-patient, task, welfare-check.',
    ],
    ['with no version', ['version'], 0, 'hf.json, version: Found 0; expected number to be >=1.'],
  ])('%s is refused with the file, the path and what was expected', (_claim, path, value, fault) => {
    expect(pathwayWith(path, value)).toContainEqual(expect.stringContaining(fault));
  });

  it('is not called wrong for a chart that is', () => {
    const faults = faultsOf(
      { name: 'obstetric.json', json: changed(obstetric, ['title'], 7) },
      { name: 'maternity.json', json: maternity },
    );
    expect(faults).toEqual(['obstetric.json, title: Found 7; expected string.']);
  });
});

describe('a rule on absences', () => {
  const ofBed = {
    code: 'bed-left',
    tier: 'medium',
    reason: 'x',
    standsForMinutes: 60,
    absence: { between: { from: '22:00', until: '06:00' }, backWithinMinutes: 20 },
  };
  const hours = ['absence', 'between'] as const;

  it('is taken on a pathway, of the bed and of the door', () => {
    const door = { ...ofBed, code: 'door-opened', absence: { backWithinMinutes: 10, backShownBy: ['bed-left'] } };
    expect(pathwayWith(['events'], [ofBed, door])).toEqual([]);
  });

  it.each<[string, readonly (string | number)[], unknown, string]>([
    [
      'about what is no absence',
      ['code'],
      'fall',
      'events[0].absence: Found one about "fall"; expected none, or a code after which the person is away: bed-left, door-opened.',
    ],
    [
      'with hours that are none of a day',
      [...hours, 'until'],
      '24:00',
      'events[0].absence.between.until: Found "24:00"; expected otherwise: a time of day from 00:00 to 23:59.',
    ],
    [
      'with hours that end where they begin',
      [...hours, 'until'],
      '22:00',
      'events[0].absence.between.until: Found "22:00"; expected another time than it is from; left out, it holds all day.',
    ],
    [
      'in a time zone that there is not',
      [...hours, 'timeZone'],
      'Europe/Londres',
      'events[0].absence.between.timeZone: Found "Europe/Londres"; expected otherwise: a time zone such as Europe/London.',
    ],
    [
      'that waits for no time',
      ['absence', 'backWithinMinutes'],
      0,
      'events[0].absence.backWithinMinutes: Found 0; expected number to be >=1.',
    ],
    [
      'with another time to take it back',
      ['cancelWithinSeconds'],
      60,
      'events[0].cancelWithinSeconds: Found 60; expected none beside absence, which says how long is waited.',
    ],
    [
      'that takes a closed door for a person in bed',
      ['absence', 'backShownBy'],
      ['bed-left', 'door-opened'],
      'events[0].absence.backShownBy[1]: Found "door-opened"; expected bed-left, which is taken back in bed.',
    ],
    [
      'that names what says so twice',
      ['absence', 'backShownBy'],
      ['bed-left', 'bed-left'],
      'events[0].absence.backShownBy[1]: Found "bed-left"; expected each once.',
    ],
  ])('%s is refused with the file, the path and what was expected', (_claim, path, value, fault) => {
    expect(pathwayWith(['events'], [changed(ofBed, path, value)])).toContain(`hf.json, ${fault}`);
  });

  it('that can never alert, since the pathway lets nothing, is refused', () => {
    const endOfLife = builtIn('pathways/end-of-life.v1.json');
    const file = { name: 'eol.json', json: changed(endOfLife, ['events'], [ofBed]) };
    expect(faultsOf(file)).toEqual([
      'eol.json, events: Found 1 that can never fire; expected none, since by escalation.alertAtMost nothing of this pathway alerts.',
    ]);
  });
});

describe('faulty general rules', () => {
  it.each<[string, readonly (string | number)[], unknown, string]>([
    [
      'with a chart that there is not',
      ['chartFor', 'pregnant'],
      'mews',
      'chartFor.pregnant: Found "mews"; expected the id of a chart among the files.',
    ],
    [
      'with a chart that is not for the person',
      ['chartFor', 'pregnant'],
      'news2-2017',
      'chartFor.pregnant: Found news2-2017, which is not for anybody pregnant; expected a chart for everybody pregnant.',
    ],
    [
      'with a limit beyond which nothing can be',
      ['always', 0, 'limit'],
      0.6,
      'always[0].limit: Found an alert below 0.6, which can never be; expected a limit that a plausible value of blood-glucose can be below, 0.6 to 60 mmol/L.',
    ],
    [
      'with a limit on words',
      ['always', 0, 'code'],
      'consciousness',
      'always[0].code: Found "consciousness"; expected a code whose values are numbers.',
    ],
    [
      'with two values of one id',
      ['always', 1, 'id'],
      'glucose-low',
      'always[1].id: Found "glucose-low", as in always[0]; expected each once.',
    ],
    [
      'with a word that the code does not have',
      ['always', 0],
      { id: 'asleep', code: 'consciousness', oneOf: ['V', 'X'], tier: 'high', reason: 'x' },
      'always[0].oneOf[1]: Found "X"; expected one of A, C, V, P, U.',
    ],
    [
      'with an age that ends before it begins',
      ['withoutChart', 0],
      {
        id: 'fast',
        code: 'pulse-rate',
        direction: 'above',
        limit: 100,
        tier: 'high',
        reason: 'x',
        fromAge: 5,
        underAge: 3,
      },
      'withoutChart[0].underAge: Found 3; expected more than the 5 that it is from.',
    ],
  ])('%s are refused with the file, the path and what was expected', (_claim, path, value, fault) => {
    expect(faultsOf({ name: 'anybody.json', json: changed(anybody, path, value) })).toContain(`anybody.json, ${fault}`);
  });
});

describe('faulty rule sets', () => {
  it('are refused with every fault of every file at once', () => {
    const faults = faultsOf(
      { name: 'a.json', json: changed(changed(heartFailure, ['chart'], 'news3'), ['thresholds', 0, 'limit'], 5) },
      { name: 'b.json', json: 'nonsense' },
      { name: 'c.json', json: changed(maternity, ['dueByScore'], 'yes') },
    );
    expect(faults).toEqual([
      'b.json, kind: Found nothing; expected "chart", "pathway" or "general-rules".',
      'c.json, dueByScore: Found "yes"; expected boolean.',
      'a.json, chart: Found "news3"; expected the id of a chart among the files.',
      'a.json, thresholds[0].limit: Found 5; expected a plausible value of pulse-rate, 20 to 300 /min.',
    ]);
  });

  it('are refused where two files say that they are the same', () => {
    expect(faultsOf({ name: 'hf.json', json: heartFailure }, { name: 'again.json', json: heartFailure })).toEqual([
      'again.json, id: Found heart-failure, version 1, which is in hf.json as well; expected each once.',
    ]);
    expect(faultsOf({ name: 'again.json', json: news2 })).toEqual([
      'again.json, id: Found news2-2017, which is in news2.json as well; expected each once.',
    ]);
  });

  it('say all of it in words that a person can act on', () => {
    const error = new RuleSetError([{ file: 'a.json', path: 'chart', message: 'Found 1; expected 2.' }]);
    expect(error).toMatchObject({ code: 'rule-set-invalid', transient: false });
    expect(error.message).toBe(
      'The rule sets cannot be used; 1 thing(s) in them are wrong:\n  a.json, chart: Found 1; expected 2.',
    );
  });
});
