import { codeInWords, disagree, type ObservationCode } from '#libs/clinical';
import { dayAndTimeInWords, type DeviceId, type Instant, type Score } from '#libs/contracts';

/** Two devices of one patient, in the order of their ids, that measured the same at the same moment. */
export interface DevicePair {
  readonly devices: readonly [DeviceId, DeviceId];
  /** What they measured further apart than measuring error when they last measured it both; none where they agree. */
  readonly codes: readonly ObservationCode[];
  /** Since when they have disagreed about any of it; null where they agree. */
  readonly since: Instant | null;
}

/** Both measured a code at one moment. */
interface Meeting {
  readonly devices: readonly [DeviceId, DeviceId];
  readonly code: ObservationCode;
  readonly takenAt: Instant;
  readonly isApart: boolean;
}

type WithInputs = Pick<Score, 'inputs'>;

/** Whether anything was measured by two devices at one moment. */
export const isOfTwoDevices = (score: WithInputs): boolean => meetingsIn(score).length > 0;

/** What the scores say of every two devices that measured something at one moment; the same in whatever order they are given. */
export function pairsIn(scores: readonly WithInputs[]): readonly DevicePair[] {
  const byPair = Map.groupBy(scores.flatMap(meetingsIn), ({ devices }) => devices.join(' '));
  return [...byPair.values()].flatMap((meetings) => {
    const devices = meetings[0]?.devices;
    if (devices === undefined) return [];
    const apart = [...Map.groupBy(meetings, ({ code }) => code)].flatMap(([code, ofCode]) => {
      const since = apartSince(ofCode);
      return since === undefined ? [] : [{ code, since }];
    });
    const since = apart.map((one) => one.since).toSorted();
    return [{ devices, codes: apart.map(({ code }) => code).toSorted(), since: since[0] ?? null }];
  });
}

/** `cuff-1 watch-2`: what a task about the two is about. */
export const pairSubject = ({ devices }: Pick<DevicePair, 'devices'>): string => devices.join(' ');

/** Names the devices and what they measure, and no value. */
export function disagreementWords({ devices, codes }: DevicePair, since: Instant): string {
  const measured = codes.map(codeInWords).join(', ');
  return `The devices ${devices.join(' and ')} measured ${measured} at the same moment and differ by more than measuring error, since ${dayAndTimeInWords(since)}. The worse value counts. Check both, and take back the one that is wrong.`;
}

function meetingsIn({ inputs }: WithInputs): readonly Meeting[] {
  return inputs.flatMap(({ code, value, takenAt, deviceId, beside = [] }) =>
    beside.flatMap((other): readonly Meeting[] => {
      if (other.why !== 'less-alarming' || deviceId === undefined || other.deviceId === null) return [];
      const [one = deviceId, two = other.deviceId] = [deviceId, other.deviceId].toSorted();
      return [{ devices: [one, two], code, takenAt, isApart: disagree(code, value, other.value) }];
    }),
  );
}

/** Since when the two have been apart without a break, of one code; undefined where they agreed when they last met. */
function apartSince(meetings: readonly Meeting[]): Instant | undefined {
  const newestFirst = meetings.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  const agreed = newestFirst.findIndex(({ isApart }) => !isApart);
  return newestFirst.slice(0, agreed === -1 ? undefined : agreed).at(-1)?.takenAt;
}
