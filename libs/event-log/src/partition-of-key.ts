import { crc32 } from 'node:zlib';

/** The partition of a key: always the same for the same key and number of partitions, in every process and release. */
export function partitionOfKey(key: string, partitions: number): number {
  return crc32(key) % partitions;
}
