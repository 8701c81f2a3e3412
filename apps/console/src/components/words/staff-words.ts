import { t } from '@lingui/core/macro';
import type { ContactChannel, NotificationChannel, Role, RotaGap, StaffMember } from '#libs/contracts';

/** A channel on its own, as the name of a choice. */
export function channelName(channel: NotificationChannel): string {
  switch (channel) {
    case 'console':
      return t`In the console`;
    case 'email':
      return t`Email`;
    case 'sms':
      return t`Text message`;
    case 'web-push':
      return t`Web push`;
    case 'webhook':
      return t`Webhook`;
  }
}

/** What has to be entered for a channel. */
export function addressHint(channel: ContactChannel): string {
  switch (channel) {
    case 'email':
      return t`Such as name@example.org.`;
    case 'sms':
      return t`With the country code and no spaces, such as +447700900123.`;
    case 'web-push':
      return t`A browser that has been subscribed.`;
    case 'webhook':
      return t`An https address that takes signed requests.`;
  }
}

/** An address as people read it: of a browser's subscription only the host of its push service. */
export function addressWords({
  channel,
  address,
}: {
  readonly channel: NotificationChannel;
  readonly address: string | null;
}): string {
  if (address === null) return t`hidden from you`;
  if (channel !== 'web-push') return address;
  const host = /"endpoint":"https?:\/\/([^/"]+)/.exec(address)?.[1];
  return host === undefined ? t`a browser` : t`a browser, by ${host}`;
}

/** How a person is reached away from the console, the first first; or that they are not. */
export function reachWords({ contactMethods }: Pick<StaffMember, 'contactMethods'>): string {
  if (contactMethods.length === 0) return t`Cannot be reached: no contact method`;
  return contactMethods.map(({ channel }) => channelName(channel)).join(', ');
}

/** Those in a role, within a sentence. */
export function roleInSentence(role: Role): string {
  switch (role) {
    case 'healthcare-assistant':
      return t`the healthcare assistants`;
    case 'nurse':
      return t`the nurses`;
    case 'prescriber':
      return t`the prescribers`;
    case 'coordinator':
      return t`the coordinators`;
    case 'operations':
      return t`operations`;
    case 'administrator':
      return t`the administrators`;
  }
}

/** Why no person has the turn. */
export function gapWords(
  { reason, personId }: Pick<RotaGap, 'reason' | 'personId'>,
  nameOf: (id: string) => string,
): string {
  if (reason === 'uncovered') return t`Gap: no person is on call`;
  return personId === null
    ? t`Empty shift: its person is not active`
    : t`Empty shift: ${nameOf(personId)} is not active`;
}
