import type { StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Empty } from '../page-states/page-states.tsx';
import { addressWords, channelName } from '../words/staff-words.ts';

/** How a person is reached, the first first, and when not. */
export function ContactMethodList({ member }: { readonly member: StaffMember }) {
  const { contactMethods, quietHours, language } = member;
  return (
    <>
      {contactMethods.length === 0 && (
        <Empty>{t`Cannot be reached: no contact method. Alerts come only to a console that is open.`}</Empty>
      )}
      <ol className="hw-chosen">
        {contactMethods.map(({ channel, address, order }) => (
          <li key={order}>
            {channelName(channel)}: {addressWords({ channel, address })}
          </li>
        ))}
      </ol>
      <p>
        {quietHours === null
          ? t`No quiet hours.`
          : t`Quiet hours from ${quietHours.from} until ${quietHours.to} (${quietHours.timeZone}); high alerts come through.`}{' '}
        {t`Language: ${language}.`}
      </p>
    </>
  );
}
