import { instant, type MonitoringPause, NewPause, PauseId } from '#libs/contracts';
import { PauseNotFoundError, PauseOverlapsError, PauseRefusedError } from './pause-errors.ts';
import { withoutPause, withPause } from './pausing.ts';

const time = (hour: number) => instant(Date.UTC(2026, 10, 22, hour));
const ids = ['0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01', '0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'].map((id) =>
  PauseId.parse(id),
) as [PauseId, PauseId];
const at = time(8);
const nurse = { id: 'person-1', name: 'A nurse' };
const known: MonitoringPause = { id: ids[0], reason: 'asleep', from: time(22), until: time(30), decidedBy: nurse };
const asked = (from: number | undefined, until: number): NewPause =>
  NewPause.parse({ reason: 'away', until: time(until), ...(from === undefined ? {} : { from: time(from) }) });
const begin = (from: number | undefined, until: number, pauses: readonly MonitoringPause[] = [known]) =>
  withPause(pauses, asked(from, until), { id: ids[1], by: nurse, at });

describe('A pause', () => {
  it('begins now, unless a later time is said', () => {
    expect(begin(undefined, 12).pause).toMatchObject({ from: at, until: time(12), decidedBy: nurse });
    expect(begin(6, 12).pause.from).toBe(at);
    expect(begin(10, 12).pause.from).toBe(time(10));
  });

  it('stands among the others in order, and may touch them', () => {
    expect(begin(20, 22).pauses.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(begin(30, 40).pauses.map(({ id }) => id)).toEqual([ids[0], ids[1]]);
  });

  it.each([
    ['reaches into it', 20, 23],
    ['begins within it', 29, 40],
    ['lies within it', 23, 24],
    ['covers it', 20, 40],
  ])('is refused beside another when it %s', (_claim, from, until) => {
    expect(() => begin(from, until)).toThrow(PauseOverlapsError);
  });

  it('minds none that is over', () => {
    expect(begin(undefined, 12, [{ ...known, from: time(1), until: at }]).pause.from).toBe(at);
  });

  it.each([
    ['ends now', undefined, 8],
    ['ends more than 14 days ahead', undefined, 8 + 14 * 24 + 1],
    ['ends before it begins', 12, 10],
  ])('is refused when it %s', (_claim, from, until) => {
    expect(() => begin(from, until, [])).toThrow(PauseRefusedError);
  });

  it('reaches exactly 14 days ahead', () => {
    expect(begin(undefined, 8 + 14 * 24, []).pause.until).toBe(time(8 + 14 * 24));
  });

  it('ends when somebody ends it, and never was if it had not begun', () => {
    expect(withoutPause([known], known.id, time(23))).toEqual({ pauses: [], pause: { ...known, until: time(23) } });
    expect(withoutPause([known], known.id, at).pause).toMatchObject({ from: time(22), until: time(22) });
    expect(() => withoutPause([known], known.id, time(30))).toThrow(PauseNotFoundError);
    expect(() => withoutPause([known], ids[1], at)).toThrow(PauseNotFoundError);
  });
});
