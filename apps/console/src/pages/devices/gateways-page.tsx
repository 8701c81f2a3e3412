import type { Gateway, GatewayCredential } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { gatewaysQuery, registerGateway, withdrawGateway } from '../../api/devices.ts';
import { required } from '../../components/forms/faults.ts';
import { TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { useFormAmong, useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { ageWords, timeWords } from '../../components/words/time-words.ts';
import { useNow } from '../../time/use-now.ts';
import { DevicesTabs } from './devices-tabs.tsx';

/** The gateways that devices are reached by. */
export function GatewaysPage() {
  const gateways = useQuery(gatewaysQuery);
  const registering = useFormDisclosure('register-gateway');
  const [made, setMade] = useState<GatewayCredential | null>(null);
  return (
    <>
      <PageHeading title={t`Gateways`} />
      <DevicesTabs />
      {made !== null && <Secret credential={made} />}
      {registering.isOpen ? (
        <RegisterForm name={registering.form} onMade={setMade} onClose={registering.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...registering.opener}>
          {t`Register a gateway…`}
        </button>
      )}
      {gateways.isPending && <Loading what={t`the gateways`} />}
      {gateways.isError && gateways.data === undefined && (
        <ProblemSummary
          title={t`The gateways could not be fetched`}
          error={gateways.error}
          onRetry={() => void gateways.refetch()}
        />
      )}
      {gateways.data?.items.length === 0 && <Empty>{t`There are no gateways yet.`}</Empty>}
      <GatewayList gateways={gateways.data?.items ?? []} />
    </>
  );
}

/** The only time that it is shown. */
function Secret({ credential: { gatewayId, secret } }: { readonly credential: GatewayCredential }) {
  return (
    <Section title={t`The gateway's credential`}>
      <p role="status">
        {t`Write it down now: it is shown this once only. User name`} <code>{gatewayId}</code>, {t`password`}{' '}
        <code>{secret}</code>{' '}
        <button type="button" className="hw-link" onClick={() => void navigator.clipboard.writeText(secret)}>
          {t`Copy the password`}
        </button>
      </p>
    </Section>
  );
}

const Named = z.object({ name: z.string() });

interface RegisterFormProps {
  readonly name: string;
  readonly onMade: (credential: GatewayCredential) => void;
  readonly onClose: () => void;
}

function RegisterForm({ name, onMade, onClose }: RegisterFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Named,
    initial: { name: '' },
    opened: null,
    fields: ['name'],
    check: (typed) => required('name', typed.name, t`Enter a name`),
    body: (typed) => ({ name: typed.name.trim() }),
    send: registerGateway,
    onDone: async (credential) => {
      await client.invalidateQueries({ queryKey: gatewaysQuery.queryKey });
      onMade(credential);
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Register a gateway`}
      refusedTitle={t`The gateway was not registered`}
      submit={t`Register`}
      submitting={t`Registering…`}
      only="name"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={form.values.name}
        onChange={(typed) => form.set({ name: typed })}
      />
    </FormFrame>
  );
}

function GatewayList({ gateways }: { readonly gateways: readonly Gateway[] }) {
  const now = useNow(60_000);
  const withdrawing = useFormAmong('withdraw-gateway/');
  return (
    <ul className="hw-found">
      {gateways.map((gateway) => {
        const { id, name, devices, lastHeardAt, disabledAt, quarantinedLastDay, volumeRefusedAt } = gateway;
        return (
          <li key={id}>
            <strong>{name}</strong> <span className="hw-code">{id}</span>{' '}
            {t`${plural(devices, { one: '# device', other: '# devices' })}`},{' '}
            {lastHeardAt === null ? t`nothing heard yet` : t`last heard of ${ageWords(lastHeardAt, now)}`}{' '}
            {quarantinedLastDay > 0 && (
              <>
                {t`${plural(quarantinedLastDay, { one: '# message', other: '# messages' })} quarantined in the last 24 hours`}{' '}
              </>
            )}
            {volumeRefusedAt !== null && (
              <strong>{t`Refused ${timeWords(volumeRefusedAt, now)}: it has sent as much as is taken in a day`}</strong>
            )}{' '}
            {disabledAt !== null && <strong>{t`Withdrawn ${timeWords(disabledAt, now)}`}</strong>}
            {disabledAt === null && withdrawing.openId !== id && (
              <button type="button" className="hw-link" {...withdrawing.openerOf(id)}>
                {t`Withdraw…`}
                <span className="nhsuk-u-visually-hidden"> {name}</span>
              </button>
            )}
            {withdrawing.openId === id && <WithdrawForm gateway={gateway} onClose={withdrawing.close} />}
          </li>
        );
      })}
    </ul>
  );
}

const Reasoned = z.object({ reason: z.string() });

function WithdrawForm({ gateway, onClose }: { readonly gateway: Gateway; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `withdraw-gateway/${gateway.id}`,
    shape: Reasoned,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter why it is withdrawn`),
    body: ({ reason }) => ({ reason: reason.trim() }),
    send: (body, press) => withdrawGateway(gateway.id, body, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: gatewaysQuery.queryKey });
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Withdraw ${gateway.name}`}
      refusedTitle={t`The gateway was not withdrawn`}
      submit={t`Withdraw`}
      submitting={t`Withdrawing…`}
      warning
      only="reason"
      onCancel={onClose}
    >
      <p>{t`Its credential is good for nothing from then on: readings of its devices come in no more.`}</p>
      <TextField
        form={form}
        path="reason"
        label={t`Why`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
