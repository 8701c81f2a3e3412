import { revise } from './revisions.ts';

interface Fact {
  readonly atMs: number;
  readonly says: string;
}

interface Event {
  readonly says: string;
  readonly revision: number;
}

const telling = {
  again: ({ says }: Fact, { event }: { readonly event: Event }): Event => ({ says, revision: event.revision }),
  now: ({ says }: Fact, kept: { readonly event: Event } | undefined): Event => ({
    says,
    revision: (kept?.event.revision ?? 0) + 1,
  }),
  takenBack: ({ event }: { readonly event: Event }) =>
    event.says === 'withdrawn' ? undefined : { event: { says: 'withdrawn', revision: event.revision + 1 }, atMs: 0 },
};

function revised(facts: Readonly<Record<string, string>>, told: Readonly<Record<string, Event>>): readonly string[] {
  const known = new Map(Object.entries(facts).map(([key, says]) => [key, { atMs: 0, says }]));
  const kept = new Map(Object.entries(told).map(([key, event]) => [key, { event, text: JSON.stringify(event) }]));
  return revise(known, kept, telling).map(({ event }) => `${event.says} ${String(event.revision)}`);
}

describe('what has to be told', () => {
  it('is what is new', () => {
    expect(revised({ a: 'well' }, {})).toEqual(['well 1']);
  });

  it('is nothing that was told in the same words', () => {
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
