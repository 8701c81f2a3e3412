import type { Ward } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { changeWard } from '../../../api/ward-capacity.ts';
import { ChosenList } from '../../../components/forms/chosen-list.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Fact } from '../../../components/frame/fact.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { usePathways } from '../../../components/rule-sets/use-pathways.ts';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { faultsOfWard, replyChoice, typedWard, TypedWard, wardBody } from './ward-typed.ts';

/** Who runs the ward, for whom and when. */
export function WardSection({ ward }: { readonly ward: Ward }) {
  const changing = useFormDisclosure(`change-ward/${ward.id}`);
  const { organisation, pathways, population, hours, replyNeedsSignIn } = ward;
  return (
    <Section title={t`About the ward`}>
      <dl className="nhsuk-summary-list hw-facts">
        <Fact term={t`Organisation`}>{organisation ?? t`not said`}</Fact>
        <Fact term={t`Pathways`}>{pathways === null ? t`any` : pathways.map(pathwayWords).join(', ')}</Fact>
        <Fact term={t`People served, aged 16 and over`}>{population?.toLocaleString('en-GB') ?? t`not said`}</Fact>
        <Fact term={t`Hours`}>{hours === null ? t`not said` : t`${hours.from} to ${hours.until}`}</Fact>
        <Fact term={t`To acknowledge from a message`}>{replyWords()[replyChoice(replyNeedsSignIn)]}</Fact>
      </dl>
      {changing.isOpen ? (
        <WardForm name={changing.form} ward={ward} onClose={changing.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...changing.opener}>
          {t`Change the ward…`}
        </button>
      )}
    </Section>
  );
}

/** Whether one has to sign in first. */
const replyWords = (): Readonly<Record<TypedWard['replyNeedsSignIn'], string>> => ({
  '': t`as Homeward is set for every ward`,
  yes: t`people sign in first`,
  no: t`a link or a reply is enough`,
});

interface WardFormProps {
  readonly name: string;
  readonly ward: Ward;
  readonly onClose: () => void;
}

function WardForm({ name, ward, onClose }: WardFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['wards'] });
  const form = useForm({
    name,
    shape: TypedWard,
    initial: () => typedWard(ward),
    opened: ward,
    fields: ['name', 'organisation', 'pathways', 'population', 'hours.from', 'hours.until', 'replyNeedsSignIn'],
    check: faultsOfWard,
    body: wardBody,
    send: (body, press) => changeWard(ward.id, body, press),
    onDone: async () => {
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['wards-overview'] })]);
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  const pathways = usePathways() ?? [];
  return (
    <FormFrame
      form={form}
      title={t`Change the ward`}
      refusedTitle={t`The ward was not changed`}
      submit={t`Save the ward`}
      submitting={t`Saving…`}
      first="name"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(typed) => set({ name: typed })}
      />
      <TextField
        form={form}
        path="organisation"
        label={t`Organisation`}
        hint={t`The ODS code of who runs the ward, such as RX1.`}
        optional
        kind="name"
        value={values.organisation}
        onChange={(organisation) => set({ organisation })}
      />
      <ChosenList
        form={form}
        path="pathways"
        label={t`Pathways`}
        add={t`Add a pathway`}
        hint={t`Patients are admitted for these alone; for any, where none is named.`}
        optional
        chosen={values.pathways}
        choices={pathways}
        onChange={(chosen) => set({ pathways: [...chosen] })}
      />
      <TextField
        form={form}
        path="population"
        label={t`People served, aged 16 and over`}
        optional
        kind="number"
        value={values.population}
        onChange={(population) => set({ population })}
      />
      <div className="hw-form__row">
        <TextField
          form={form}
          path="hours.from"
          label={t`Staffed from`}
          optional
          kind="span"
          value={values.from}
          onChange={(from) => set({ from })}
        />
        <TextField
          form={form}
          path="hours.until"
          label={t`Staffed until`}
          optional
          kind="span"
          value={values.until}
          onChange={(until) => set({ until })}
        />
      </div>
      <ChoiceField
        form={form}
        path="replyNeedsSignIn"
        label={t`To acknowledge an alert of this ward from a message`}
        hint={t`From a text message, an email or a push. A reply without signing in is as good as the telephone that it comes from.`}
        value={values.replyNeedsSignIn}
        choices={(['', 'yes', 'no'] as const).map((value) => ({ value, words: replyWords()[value] }))}
        onChange={(replyNeedsSignIn) => set({ replyNeedsSignIn })}
      />
    </FormFrame>
  );
}
