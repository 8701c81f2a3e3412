import type { ContactChannel } from '#libs/contracts';

/** One way in which a person can be reached outside the console. */
export interface ContactMethod {
  readonly channel: ContactChannel;
  readonly address: string;
}

/** The hours of each day in which a person is not to be disturbed; `from` may be later than `to`, across midnight. */
export interface QuietHours {
  /** `22:00`, by the clocks of the time zone. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** How a person is reached. */
export interface Contacts {
  readonly name: string;
  /** In the order in which the person wants them tried. */
  readonly methods: readonly ContactMethod[];
  readonly quietHours: QuietHours | null;
  readonly active: boolean;
}
