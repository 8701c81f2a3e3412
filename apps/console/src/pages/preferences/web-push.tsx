import type { ContactMethodsChange, StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { changeContactMethods, webPushKeyQuery } from '../../api/staff.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { Section } from '../../components/frame/section.tsx';
import { isWebPushPossible, subscribeThisBrowser } from './push-subscriptions.ts';

/** Has this browser notified even while Homeward is not open in it; only where the browser can and a key is offered. */
export function WebPush({ member }: { readonly member: StaffMember }) {
  const key = useQuery(webPushKeyQuery).data?.key ?? null;
  if (key === null || !isWebPushPossible()) return null;
  return (
    <Section title={t`This browser`}>
      <p>{t`It can notify you even while Homeward is not open in it.`}</p>
      <Subscribe member={member} webPushKey={key} />
    </Section>
  );
}

function Subscribe({ member, webPushKey }: { readonly member: StaffMember; readonly webPushKey: string }) {
  const client = useQueryClient();
  const [fault, setFault] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });
  const add = useCommand({
    send: (body: z.input<typeof ContactMethodsChange>, press) => changeContactMethods('me', body, press),
    onDone: async () => {
      setIsDone(true);
      await refresh();
    },
    onChanged: (_current: StaffMember) => void refresh(),
  });
  const subscribe = async (): Promise<void> => {
    setFault(null);
    const subscribed = await subscribeThisBrowser(webPushKey);
    if (subscribed.ok) add.run(withBrowser(member, subscribed.address), member);
    else setFault(subscribed.fault);
  };
  const said = fault ?? add.error?.message ?? (add.changes === undefined ? null : changedWords());
  return (
    <>
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        aria-disabled={add.pending}
        onClick={() => {
          if (!add.pending) void subscribe();
        }}
      >
        {t`Subscribe this browser`}
      </button>
      <p role="status">{said ?? (isDone ? t`This browser is subscribed.` : '')}</p>
    </>
  );
}

const changedWords = (): string => t`Your contact methods have changed meanwhile: press again.`;

/** All contact methods as they are, and the browser as the last; one that is subscribed already stays where it is. */
function withBrowser({ contactMethods, quietHours }: StaffMember, address: string) {
  const held = contactMethods.map((method) => ({ channel: method.channel, address: method.address ?? '' }));
  const isHeld = held.some((method) => method.address === address);
  const methods = isHeld ? held : [...held, { channel: 'web-push' as const, address }];
  return { methods: methods.map((method, order) => ({ ...method, order })), quietHours };
}
