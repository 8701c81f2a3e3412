import { filterMatches } from './topic-filter.ts';

describe('an MQTT filter', () => {
  it.each([
    ['the same topic', 'a/b/c', 'a/b/c', true],
    ['a longer topic', 'a/b', 'a/b/c', false],
    ['a shorter topic', 'a/b/c', 'a/b', false],
    ['any one level for +', 'a/+/c', 'a/b/c', true],
    ['not two levels for +', 'a/+', 'a/b/c', false],
    ['all the rest for #', 'a/#', 'a/b/c', true],
    ['the parent of #', 'a/#', 'a', true],
    ['nothing of a sibling', 'a/b/#', 'a/c/d', false],
  ])('matches %s: %s and %s', (_claim, filter, topic, matches) => {
    expect(filterMatches(filter, topic)).toBe(matches);
  });
});
