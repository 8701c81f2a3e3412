import { tiers } from '#libs/clinical';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { tierWords } from '../../../components/words/risk-words.ts';
import {
  type BoardFilter,
  type BoardNeed,
  boardNeeds,
  type BoardSort,
  boardSorts,
  isFiltered,
} from './board-filter.ts';

export interface BoardFiltersProps {
  readonly filter: BoardFilter;
  readonly pathways: readonly string[];
  /** How many of the patients on the ward are shown. */
  readonly shown: number;
  readonly total: number;
  readonly onChange: (filter: BoardFilter) => void;
}

/** Narrows the board down, and puts it into another order; says how many of the ward are left out. */
export function BoardFilters({ filter, pathways, shown, total, onChange }: BoardFiltersProps) {
  return (
    <details className="hw-board-filters" open={isFiltered(filter) || filter.sort !== 'urgency'}>
      <summary>{t`Filter and sort`}</summary>
      <form className="hw-filters" aria-label={t`Which patients`} onSubmit={(event) => event.preventDefault()}>
        <div>
          <label className="nhsuk-label" htmlFor="board-text">
            <Trans>Name or NHS number</Trans>
          </label>
          <input
            className="nhsuk-input"
            id="board-text"
            type="search"
            autoComplete="off"
            value={filter.text}
            onChange={(event) => onChange({ ...filter, text: event.target.value })}
          />
        </div>
        <Choice
          id="board-tier"
          label={t`Score`}
          all={t`Every score`}
          values={tiers.toReversed()}
          words={(tier) => tierWords[tier]}
          chosen={filter.tier}
          onChange={(tier) => onChange({ ...filter, tier })}
        />
        <Choice
          id="board-need"
          label={t`Waiting for`}
          all={t`Anything or nothing`}
          values={boardNeeds}
          words={needWords}
          chosen={filter.need}
          onChange={(need) => onChange({ ...filter, need })}
        />
        <Choice
          id="board-pathway"
          label={t`Pathway`}
          all={t`Every pathway`}
          values={pathways}
          words={pathwayWords}
          chosen={filter.pathway}
          onChange={(pathway) => onChange({ ...filter, pathway })}
        />
        <Choice
          id="board-sort"
          label={t`Order`}
          values={boardSorts}
          words={sortWords}
          chosen={filter.sort}
          onChange={(sort) => onChange({ ...filter, sort: sort ?? 'urgency' })}
        />
      </form>
      <p role="status">
        {isFiltered(filter) && (
          <>
            {t`${plural(total, { one: '# patient', other: '# patients' })} on the ward, ${shown} shown.`}{' '}
            <button
              type="button"
              className="hw-link"
              onClick={() => onChange({ sort: filter.sort, text: '' })}
            >{t`Show all`}</button>
          </>
        )}
      </p>
    </details>
  );
}

interface ChoiceProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  /** The words for none of the values; left out where one is always chosen. */
  readonly all?: string;
  readonly values: readonly Value[];
  readonly words: (value: Value) => string;
  readonly chosen: Value | undefined;
  readonly onChange: (chosen: Value | undefined) => void;
}

function Choice<Value extends string>({ id, label, all, values, words, chosen, onChange }: ChoiceProps<Value>) {
  return (
    <div>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      <select
        className="nhsuk-select"
        id={id}
        value={chosen ?? ''}
        onChange={(event) => onChange(values.find((value) => value === event.target.value))}
      >
        {all !== undefined && <option value="">{all}</option>}
        {values.map((value) => (
          <option key={value} value={value}>
            {words(value)}
          </option>
        ))}
      </select>
    </div>
  );
}

function needWords(need: BoardNeed): string {
  switch (need) {
    case 'unanswered':
      return t`An answer to an alert`;
    case 'overdue':
      return t`An answer that is overdue`;
    case 'observations-due':
      return t`Observations that are overdue`;
    case 'tasks':
      return t`A task`;
    case 'paused':
      return t`The end of a pause`;
  }
}

function sortWords(sort: BoardSort): string {
  switch (sort) {
    case 'urgency':
      return t`Most urgent first`;
    case 'name':
      return t`By name`;
    case 'next-due':
      return t`Next observations first`;
    case 'admitted':
      return t`Longest on the ward first`;
  }
}
