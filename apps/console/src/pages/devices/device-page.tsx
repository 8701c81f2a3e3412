import type { DeviceId, PatientId, ShownDevice } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { recoverDevice } from '../../api/devices.ts';
import { deviceQuery } from '../../api/queries.ts';
import { useCommand } from '../../components/forms/use-command.ts';
import { Fact } from '../../components/frame/fact.tsx';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { heardWords, isInStock } from '../../components/words/device-words.ts';
import { pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { timeWords } from '../../components/words/time-words.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { DeviceClock } from './device-clock.tsx';
import { IssueDevice } from './issue-device.tsx';

/** One device: what it is, who has it and had it, and giving it out or taking it back. */
export function DevicePage({ deviceId }: { readonly deviceId: DeviceId }) {
  const device = useQuery(deviceQuery(deviceId));
  return (
    <>
      <PageHeading title={t`Device ${deviceId}`} />
      <Link className="nhsuk-back-link hw-back" href={pathTo.devices}>
        {t`Devices`}
      </Link>
      {device.isPending && <Loading what={t`the device`} />}
      {device.isError && device.data === undefined && (
        <ProblemSummary
          title={t`The device could not be fetched`}
          error={device.error}
          onRetry={() => void device.refetch()}
        />
      )}
      {device.data !== undefined && <Shown device={device.data} />}
    </>
  );
}

function Shown({ device }: { readonly device: ShownDevice }) {
  const now = useNow(60_000);
  const mayIssue = useMay('issue-devices');
  return (
    <>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Kind`}>{pathwayWords(device.kind)}</Fact>
        <Fact term={t`Gateway`}>
          <span className="hw-code">{device.gatewayId}</span>
        </Fact>
        <Fact term={t`State`}>{heardWords(device, now)}</Fact>
        <Fact term={t`With`}>{holderWords(device)}</Fact>
      </dl>
      {mayIssue && !isInStock(device) && <Recover device={device} />}
      {mayIssue && isInStock(device) && <IssueDevice deviceId={device.id} />}
      {'withheld' in device ? null : <DeviceClock device={device} mayChange={mayIssue} now={now} />}
      <Section title={t`Who had it when`}>
        {device.holdings.length === 0 && <p>{t`It has not been issued yet.`}</p>}
        <ol className="nhsuk-list">
          {device.holdings.map(({ from, until, ...holding }) => (
            <li key={from}>
              {'patientId' in holding ? <Holder patientId={holding.patientId} device={device} /> : t`A patient`},{' '}
              {until === null
                ? t`since ${timeWords(from, now)}`
                : t`from ${timeWords(from, now)} until ${timeWords(until, now)}`}
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

/** By name, and with the way to the patient, only for those who may see patients. */
function Holder({ patientId, device }: { readonly patientId: PatientId; readonly device: ShownDevice }) {
  if ('withheld' in device) return t`A patient`;
  const name = device.holders?.find((holder) => holder.patientId === patientId);
  return <Link href={pathTo.patient(patientId)}>{name === undefined ? t`A patient` : patientName(name)}</Link>;
}

/** By name only for those who may see patients. */
function holderWords(device: ShownDevice): string {
  if (isInStock(device)) return t`in stock`;
  const holder = 'withheld' in device ? null : (device.holder ?? null);
  return holder === null ? t`a patient` : patientName(holder);
}

function Recover({ device }: { readonly device: ShownDevice }) {
  const client = useQueryClient();
  const recovering = useCommand({
    send: (_body: null, press) => recoverDevice(device.id, press),
    onDone: async () => {
      // Asked again: the answer to a command names no patient.
      await client.invalidateQueries({ queryKey: deviceQuery(device.id).queryKey });
      await client.invalidateQueries({ queryKey: ['devices'] });
    },
  });
  return (
    <>
      {recovering.error !== null && <ProblemSummary title={t`The device was not recovered`} error={recovering.error} />}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        disabled={recovering.pending}
        onClick={() => recovering.run(null, null)}
      >
        {recovering.pending ? t`Recovering…` : t`It is back in stock`}
      </button>
    </>
  );
}
