import { topics, type TopicName } from '#libs/contracts';
import fc from 'fast-check';
import { decideShare, type Member, type OwnedPartition } from './partition-shares.ts';

const allTopics = Object.keys(topics) as TopicName[];

/** All members decide in turn, each on what the ones before left, until nothing moves. Returns the number of rounds. */
function settle(members: readonly Member[], partitions: OwnedPartition[]): number {
  for (let round = 1; round <= 10; round += 1) {
    let moved = false;
    for (const me of members) {
      const { claim, release } = decideShare(me, members, partitions);
      moved ||= claim.length + release.length > 0;
      for (const [index, partition] of partitions.entries()) {
        if (claim.includes(partition.stream)) partitions[index] = { ...partition, owner: me.id };
        if (release.includes(partition.stream)) partitions[index] = { ...partition, owner: null };
      }
    }
    if (!moved) return round;
  }
  return Infinity;
}

const members = fc
  .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 6 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), topics: fc.subarray(allTopics, { minLength: 1 }) }))),
  );

/** Every partition of every topic, its owner one of the members, or none. */
const partitionsOwnedBy = (owners: readonly string[]): fc.Arbitrary<OwnedPartition[]> => {
  const streams = allTopics.flatMap((topic) => Array.from({ length: topics[topic].partitions }, () => topic));
  const owner = fc.constantFrom(null, ...owners);
  return fc.tuple(...streams.map((topic, stream) => owner.map((id) => ({ stream, topic, owner: id }))));
};

describe('the share of a group member', () => {
  it('settles so that every partition has one owner who reads its topic, and shares differ by one at most', () => {
    const settings = members.chain((all) => fc.tuple(fc.constant(all), partitionsOwnedBy(all.map(({ id }) => id))));
    fc.assert(
      fc.property(settings, ([all, partitions]) => {
        // A member owns only what it reads.
        const start = partitions.map((partition) =>
          all.find(({ id }) => id === partition.owner)?.topics.includes(partition.topic)
            ? partition
            : { ...partition, owner: null },
        );
        expect(settle(all, start)).toBeLessThanOrEqual(4);
        for (const topic of allTopics) {
          const readers = all.filter((member) => member.topics.includes(topic));
          const owned = start.filter((partition) => partition.topic === topic);
          const shares = readers.map(({ id }) => owned.filter(({ owner }) => owner === id).length);
          if (readers.length === 0) continue;
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(owned.length);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('moves nothing once it is even', () => {
    const all: Member[] = ['a', 'b', 'c'].map((id) => ({ id, topics: ['observations'] }));
    const partitions: OwnedPartition[] = Array.from({ length: 12 }, (_, stream) => ({
      stream,
      topic: 'observations',
      owner: null,
    }));
    settle(all, partitions);
    const before = structuredClone(partitions);
    settle(all, partitions);
    expect(partitions).toEqual(before);
  });
});
