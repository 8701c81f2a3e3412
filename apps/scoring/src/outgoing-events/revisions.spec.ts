import { instant } from '#libs/contracts';
import { type EventMaker, revise } from './revisions.ts';

interface Fact {
  readonly atMs: number;
  readonly says: string;
}

interface Event {
  readonly says: string;
  readonly revision: number;
}

const maker: EventMaker<Fact, Event> = {
  print: (event) => JSON.stringify(event),
  unchanged: ({ says }, { event }) => ({ says, revision: event.revision }),
  next: ({ says }, before) => ({
    says,
    revision: (before?.event.revision ?? 0) + 1,
  }),
  withdrawn: ({ event }) =>
    event.says === 'withdrawn' ? undefined : { event: { says: 'withdrawn', revision: event.revision + 1 }, atMs: 0 },
};

function revised(facts: Readonly<Record<string, string>>, before: Readonly<Record<string, Event>>): readonly string[] {
  const known = new Map(Object.entries(facts).map(([key, says]) => [key, { atMs: 0, says }]));
  const published = new Map(
    Object.entries(before).map(([key, event]) => [key, { event, text: JSON.stringify(event), knownAt: instant(0) }]),
  );
  return revise(known, published, maker).map(({ event }) => `${event.says} ${String(event.revision)}`);
}

describe('what has to be published', () => {
  it('is what is new', () => {
    expect(revised({ a: 'well' }, {})).toEqual(['well 1']);
  });

  it('is nothing that was published in the same words', () => {
    expect(revised({ a: 'well' }, { a: { says: 'well', revision: 3 } })).toEqual([]);
  });

  it('is what differs, as a revision', () => {
    expect(revised({ a: 'ill' }, { a: { says: 'well', revision: 3 } })).toEqual(['ill 4']);
  });

  it('is that something never was, once', () => {
    expect(revised({}, { a: { says: 'well', revision: 1 } })).toEqual(['withdrawn 2']);
    expect(revised({}, { a: { says: 'withdrawn', revision: 2 } })).toEqual([]);
  });

  it('is that something was after all', () => {
    expect(revised({ a: 'well' }, { a: { says: 'withdrawn', revision: 2 } })).toEqual(['well 3']);
  });
});
