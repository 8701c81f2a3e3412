import { type BoardRow, compareBoardRows, instant } from '#libs/contracts';
import { board } from '../../../live/live-events.fixtures.ts';
import { addressWithFilter, type BoardFilter, boardFilterIn, filteredRows } from './board-filter.ts';

const everyone: BoardFilter = { sort: 'urgency', text: '' };
const now = Date.UTC(2026, 10, 28, 8);
const ward: readonly BoardRow[] = board('Anne', 'Zoë', 'O’Neill').rows;

const names = (filter: Partial<BoardFilter>, rows = ward) =>
  filteredRows(rows, { ...everyone, ...filter }, now).map(({ givenName }) => givenName);

const partsOf = (address: string) => {
  const { search, hash: fragment } = new URL(address, 'https://ward.example/');
  return { search, fragment };
};

describe('The filter of the board', () => {
  it('has a typed name where no server sees it', () => {
    expect(partsOf(addressWithFilter('?tier=high', { ...everyone, text: 'Ashworth' })).search).toBe('');
  });

  it.each<[string, Partial<BoardFilter>]>([
    ['', {}],
    [
      '?sort=name&tier=high&need=overdue&pathway=frailty#text=ash',
      {
        sort: 'name',
        tier: 'high',
        need: 'overdue',
        pathway: 'frailty',
        text: 'ash',
      },
    ],
  ])('is what the address %j says, and makes that address again', (address, filter) => {
    expect(boardFilterIn(partsOf(address))).toMatchObject({ ...everyone, ...filter });
    expect(addressWithFilter('', boardFilterIn(partsOf(address)))).toBe(address);
  });

  it('leaves what else stands in the address, and what is not a filter out', () => {
    expect(addressWithFilter('?asOf=x&tier=high', everyone)).toBe('?asOf=x');
    expect(boardFilterIn(partsOf('?tier=purple&sort=luck'))).toMatchObject(everyone);
  });

  it('finds a name by its beginning, accents and case aside', () => {
    expect(names({ text: 'zoe' })).toEqual(['Zoë']);
    expect(names({ text: 'ANN' })).toEqual(['Anne']);
    expect(names({ text: 'nne' })).toEqual([]);
  });

  it('shows everyone by urgency where nothing is asked for, as the board itself has them', () => {
    const rows = board('Zoë', 'Anne').rows;
    expect(filteredRows(rows, everyone, now)).toEqual(rows.toSorted(compareBoardRows));
  });

  it('puts those first whose observations are due first, and those of whom none are awaited last', () => {
    const dueIn = [null, 10, -5];
    const rows = ward.map((row, index): BoardRow => {
      const minutes = dueIn[index] ?? null;
      const at = instant(now + (minutes ?? 0) * 60_000);
      return { ...row, nextDue: minutes === null ? null : { at, codes: ['pulse-rate'] } };
    });
    expect(names({ sort: 'next-due' }, rows)).toEqual(['O’Neill', 'Zoë', 'Anne']);
    expect(names({ need: 'observations-due' }, rows)).toEqual(['O’Neill']);
  });
});
