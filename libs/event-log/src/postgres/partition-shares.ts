import { topics, type TopicName } from '#libs/contracts';

const topicNames: readonly string[] = Object.keys(topics);

/** A member of a group, alive as far as is known. */
export interface Member {
  readonly id: string;
  readonly topics: readonly TopicName[];
}

/** One partition as the group sees it: whose it is, or free when its owner is dead. */
export interface OwnedPartition {
  readonly stream: number;
  readonly topic: TopicName;
  readonly owner: string | null;
}

export interface ShareDecision {
  /** Free, and within this member's share. */
  readonly claim: readonly number[];
  /** Its own, and beyond its share. */
  readonly release: readonly number[];
}

/**
 * Decides what one member should take and give up. Every member decides for itself by the same rule, from the same rows:
 * shares of a topic differ by one at most and add up to all of its partitions, and nothing moves that need not.
 */
export function decideShare(
  me: Member,
  members: readonly Member[],
  partitions: readonly OwnedPartition[],
): ShareDecision {
  const claim: number[] = [];
  const release: number[] = [];
  me.topics.forEach((topic) => {
    const own: number[] = [];
    const free: number[] = [];
    let all = 0;
    for (const partition of partitions) {
      if (partition.topic !== topic) continue;
      all += 1;
      if (partition.owner === me.id) own.push(partition.stream);
      else if (partition.owner === null) free.push(partition.stream);
    }
    const sharers = members.filter((member) => member.topics.includes(topic)).map((member) => member.id);
    const share = shareOf({ rank: rankOf(me.id, sharers, topic), sharers: sharers.length, partitions: all });
    if (own.length > share) release.push(...own.slice(share));
    else claim.push(...free.slice(0, share - own.length));
  });
  return { claim, release };
}

/** The rank of a member among those that share a topic; which comes first, and so may get one more, differs by topic. */
function rankOf(me: string, sharers: readonly string[], topic: TopicName): number {
  return ([...sharers].sort().indexOf(me) + topicNames.indexOf(topic)) % sharers.length;
}

function shareOf({ rank, sharers, partitions }: { rank: number; sharers: number; partitions: number }): number {
  return Math.floor(partitions / sharers) + (rank < partitions % sharers ? 1 : 0);
}
