import { type BoardRow, compareBoardRows, openAlertOf, scoreThatCounts } from '#libs/contracts';

const mostLines = 5;

/** Those who need a person first: the most urgent of the board, as far as something is wrong with them. */
export function mostUrgent(rows: readonly BoardRow[]): readonly BoardRow[] {
  const ill = rows.filter((row) => openAlertOf(row) !== undefined || (scoreThatCounts(row)?.tier ?? 'low') !== 'low');
  return (ill.length === 0 ? rows : ill).toSorted(compareBoardRows).slice(0, mostLines);
}

/** The patients whom a person has. */
export const ofPerson = (rows: readonly BoardRow[], personId: string | undefined): readonly BoardRow[] =>
  rows
    .filter(({ responsible }) => responsible !== null && responsible.person.id === personId)
    .toSorted(compareBoardRows);
