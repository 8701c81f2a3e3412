import { SignInLimits, type SignInOutcome, type SignInSource } from './sign-in-limits.ts';

const right = () => Promise.resolve(true);
const wrong = () => Promise.resolve(false);
const from = (address: string, knownBrowser?: string): SignInSource => ({ username: 'nurse', address, knownBrowser });

describe('A person whose password is guessed', () => {
  let seconds: number;
  let pauses: number[];
  let limits: SignInLimits;
  beforeEach(() => {
    seconds = 0;
    pauses = [];
    limits = new SignInLimits({
      stopwatch: () => seconds,
      pause: (length) => {
        pauses.push(length);
        return Promise.resolve();
      },
    });
  });
  const guess = async (source: SignInSource, times: number): Promise<readonly SignInOutcome['kind'][]> => {
    const kinds: SignInOutcome['kind'][] = [];
    for (let nth = 0; nth < times; nth += 1) kinds.push((await limits.attempt(source, wrong)).kind);
    return kinds;
  };

  it('signs in from elsewhere while the guesser waits', async () => {
    expect(await guess(from('192.0.2.1'), 5)).toEqual(['wrong', 'wrong', 'wrong', 'too-soon', 'too-soon']);
    expect(await limits.attempt(from('192.0.2.2'), right)).toEqual({ kind: 'right' });
    expect(await limits.attempt(from('192.0.2.1'), right)).toMatchObject({ kind: 'too-soon' });
  });

  it("signs in from the guesser's own address, in a browser that knows them", async () => {
    await guess(from('192.0.2.1'), 5);
    expect(await limits.attempt(from('192.0.2.1', 'b1'), right)).toEqual({ kind: 'right' });
  });

  it('is answered later, and still let in, where guesses come from everywhere; at once in a known browser', async () => {
    for (let host = 0; host < 40; host += 1) await guess(from(`198.51.100.${String(host)}`), 3);
    pauses = [];
    expect(await limits.attempt(from('192.0.2.2'), right)).toEqual({ kind: 'right' });
    expect(await limits.attempt(from('192.0.2.3', 'b1'), right)).toEqual({ kind: 'right' });
    expect(pauses).toEqual([4]);
  });

  it('has no more guesses from a known browser than from anywhere else', async () => {
    expect(await guess(from('192.0.2.1', 'b1'), 4)).toEqual(['wrong', 'wrong', 'wrong', 'too-soon']);
  });

  it('is not found by many guesses at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => limits.attempt(from('192.0.2.1'), wrong)));
    expect(outcomes.filter(({ kind }) => kind !== 'too-soon')).toHaveLength(3);
  });

  it('does not have the machine check more than a few passwords of one address at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const attempts = Array.from({ length: 20 }, (_, nth) =>
      limits.attempt({ ...from('192.0.2.1'), username: `name-${String(nth)}` }, () => promise),
    );
    resolve(false);
    const kinds = (await Promise.all(attempts)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(8);
    expect(await guess({ ...from('192.0.2.1'), username: 'another' }, 1)).toEqual(['wrong']);
  });
});
