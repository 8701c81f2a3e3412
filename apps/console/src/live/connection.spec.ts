import { type Connection, connectionAfter, freshness as freshnessOf, noneFailing, notConnected } from './connection.ts';

const seconds = (count: number): number => count * 1000;
const freshness = (connection: Connection, now: number) => freshnessOf(connection, noneFailing, now);
const open: Connection = connectionAfter(notConnected, 'opened', 0);

describe('whether the screen can be trusted', () => {
  it('is connecting until the stream has opened', () => {
    expect(freshness(notConnected, seconds(60))).toEqual({ kind: 'connecting' });
  });

  it('is live while something is heard from time to time', () => {
    expect(freshness(connectionAfter(open, 'heard', seconds(100)), seconds(125))).toEqual({ kind: 'live' });
  });

  it('is stale when an open stream has been silent for three heartbeats, since nothing was heard', () => {
    expect(freshness(open, seconds(30))).toEqual({ kind: 'live' });
    expect(freshness(open, seconds(31))).toEqual({ kind: 'stale', since: 0 });
  });

  it('is reconnecting at first when the stream is lost, then stale since it was last heard', () => {
    const lost = connectionAfter(connectionAfter(open, 'heard', seconds(50)), 'lost', seconds(60));
    expect(freshness(lost, seconds(65))).toEqual({ kind: 'reconnecting', since: seconds(50) });
    expect(freshness(lost, seconds(71))).toEqual({ kind: 'stale', since: seconds(50) });
  });

  it('is stale once nothing was heard for three heartbeats, although the loss was noticed late', () => {
    const lost = connectionAfter(open, 'lost', seconds(25));
    expect(freshness(lost, seconds(30))).toEqual({ kind: 'reconnecting', since: 0 });
    expect(freshness(lost, seconds(31))).toEqual({ kind: 'stale', since: 0 });
  });

  it('counts from the first loss when trying again fails again', () => {
    const lost = connectionAfter(open, 'lost', seconds(1));
    expect(freshness(connectionAfter(lost, 'lost', seconds(30)), seconds(31))).toEqual({ kind: 'stale', since: 0 });
  });

  it('is not live while a part of the page cannot be fetched, though the stream is', () => {
    const failing = { count: 2, upToDateAt: seconds(3) };
    expect(freshnessOf(open, failing, seconds(20))).toEqual({ kind: 'failing', count: 2, since: seconds(3) });
    expect(freshnessOf(open, failing, seconds(31)).kind).toBe('stale');
  });

  it('is live again once the stream has opened again', () => {
    const again = connectionAfter(connectionAfter(open, 'lost', seconds(5)), 'opened', seconds(40));
    expect(freshness(again, seconds(41))).toEqual({ kind: 'live' });
  });
});
