import { entityTag, revisionOfTag } from './entity-tag.ts';

describe('the revision of an If-Match header', () => {
  it.each([
    ['a tag of ours', '"3"', 3],
    ['a weak one, as a compressing proxy makes it', 'W/"3"', 3],
    ['no header', undefined, undefined],
    ['any revision', '*', undefined],
    ['a number without quotation marks', '3', null],
    ['several tags', '"3", "4"', null],
    ['words', '"abc"', null],
  ])('%s', (_claim, header, revision) => {
    expect(revisionOfTag(header)).toBe(revision);
  });

  it('is the one that the tag was made of', () => {
    expect(revisionOfTag(entityTag(12))).toBe(12);
  });
});
