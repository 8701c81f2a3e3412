import { WardId } from '#libs/contracts';

/** Narrows a list down to one ward, or to none. */
export function WardFilter(props: {
  readonly id: string;
  readonly wards: readonly { readonly id: WardId; readonly name: string }[];
  readonly chosen: WardId | undefined;
  readonly onChange: (chosen: WardId | undefined) => void;
}) {
  const { id, wards, chosen, onChange } = props;
  return (
    <div>
      <label className="nhsuk-label" htmlFor={id}>
        Ward
      </label>
      <select
        className="nhsuk-select"
        id={id}
        value={chosen ?? ''}
        onChange={(event) => onChange(WardId.safeParse(event.target.value).data)}
      >
        <option value="">All wards</option>
        {wards.map((ward) => (
          <option key={ward.id} value={ward.id}>
            {ward.name}
          </option>
        ))}
      </select>
    </div>
  );
}
