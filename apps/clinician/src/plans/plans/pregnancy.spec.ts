import { instant } from '#libs/contracts';
import { pregnancyAfter, pregnancyFaults } from './pregnancy.ts';

const at = (time: string) => instant(Date.parse(time));
const now = at('2026-11-22T08:00:00Z');
const lasting = { from: at('2026-06-01T00:00:00Z'), dueDate: null, endedAt: null, countsUntil: null };

describe('A pregnancy on a plan', () => {
  it('begins now where its beginning is not said', () => {
    const begun = { from: now, dueDate: null, endedAt: null, countsUntil: null };
    expect(pregnancyAfter({ pregnancy: {} }, null, now)).toEqual(begun);
    expect(pregnancyAfter({ exclusion: 'pregnant' }, null, now)).toEqual(begun);
  });

  it('counts until four weeks after its end', () => {
    const ended = pregnancyAfter({ pregnancy: { endedAt: '2026-11-20T00:00:00Z' } }, lasting, now);
    expect(ended).toEqual({ ...lasting, endedAt: '2026-11-20T00:00:00.000Z', countsUntil: '2026-12-18T00:00:00.000Z' });
  });

  it('stays as it is by a change that says nothing of it, or nothing new', () => {
    expect(pregnancyAfter({}, lasting, now)).toBe(lasting);
    expect(pregnancyAfter({ exclusion: 'pregnant' }, lasting, now)).toBe(lasting);
    expect(pregnancyAfter({ pregnancy: {} }, lasting, now)).toEqual(lasting);
  });

  it('keeps its due date until another is said, or that it is not known', () => {
    const due = pregnancyAfter({ pregnancy: { dueDate: '2027-03-01' } }, lasting, now);
    expect(due).toEqual({ ...lasting, dueDate: '2027-03-01' });
    expect(pregnancyAfter({ pregnancy: { endedAt: null } }, due, now)).toEqual(due);
    expect(pregnancyAfter({ pregnancy: { dueDate: null } }, due, now)).toEqual(lasting);
  });

  it('is another one once the last does not count any more', () => {
    const over = { ...lasting, endedAt: at('2026-08-01T00:00:00Z'), countsUntil: at('2026-08-29T00:00:00Z') };
    expect(pregnancyAfter({ pregnancy: {} }, over, now)).toEqual({
      from: now,
      dueDate: null,
      endedAt: null,
      countsUntil: null,
    });
  });

  it('is taken back by null', () => {
    expect(pregnancyAfter({ pregnancy: null }, lasting, now)).toBeNull();
    expect(pregnancyAfter({ exclusion: null }, lasting, now)).toBeNull();
  });

  it.each([
    ['that begins later than now', { pregnancy: { from: '2026-11-23T00:00:00Z' } }, 'pregnancy.from'],
    ['that ends later than now', { pregnancy: { endedAt: '2026-11-23T00:00:00Z' } }, 'pregnancy.endedAt'],
    ['that ends before it began', { pregnancy: { endedAt: '2026-05-01T00:00:00Z' } }, 'pregnancy.endedAt'],
    ['that is due in more than 40 weeks', { pregnancy: { dueDate: '2027-08-30' } }, 'pregnancy.dueDate'],
    ['that was due more than five weeks ago', { pregnancy: { dueDate: '2026-10-17' } }, 'pregnancy.dueDate'],
    ['that is said twice', { pregnancy: {}, exclusion: 'pregnant' as const }, 'exclusion'],
  ])('is refused %s', (_claim, change, path) => {
    expect(pregnancyFaults(change, lasting, now).map((fault) => fault.path)).toEqual([path]);
  });
});
