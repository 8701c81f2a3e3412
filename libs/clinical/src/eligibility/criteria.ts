/** What a pathway asks of who is referred to it. */
export interface Criterion {
  readonly id: string;
  /** A statement that is true of a patient who meets it. */
  readonly text: string;
  /** Where it is from. */
  readonly source: string;
}

const framework = 'NHS England, Virtual wards operational framework, August 2024';
const news2 = 'Royal College of Physicians, National Early Warning Score (NEWS) 2, December 2017';

/** Decided here, for a clinical safety officer to confirm or change. */
const own = (because: string): string => `Homeward's own: ${because}`;

const everyPathway: readonly Criterion[] = [
  {
    id: 'hospital-level-need',
    text: 'Without the virtual ward the patient would be in hospital.',
    source: `${framework}: a virtual ward is an alternative to care in a hospital bed`,
  },
  {
    id: 'safe-at-home',
    text: 'Nothing is needed that can be given in hospital alone, such as constant observation or an urgent operation.',
    source: own('it follows from what a virtual ward is'),
  },
  {
    id: 'home-suitable',
    text: 'The home is fit for care: it can be entered, is warm, and has a phone or another way to call for help.',
    source: own('readings and escalation depend on it'),
  },
  {
    id: 'help-can-be-called',
    text: 'The patient, or a person with them, can call for help at any hour.',
    source: own('between visits no member of staff is there'),
  },
  {
    id: 'readings-possible',
    text: 'Readings can be taken: by device, or by phone or visit for a patient who has or wants no technology.',
    source: `${framework}: care does not depend on the patient having technology`,
  },
  {
    id: 'plan-known',
    text: 'There is a working diagnosis, and a plan that says when the patient is expected to be discharged.',
    source: own('a bed without an expected date of discharge cannot be planned'),
  },
];

const news2Applies: Criterion = {
  id: 'news2-applies',
  text: 'The patient is 16 or older and not pregnant.',
  source: `${news2}: the score is not for people under 16, nor in pregnancy`,
};

/** Beside those of every pathway. */
const ofPathway: Readonly<Record<string, readonly Criterion[]>> = {
  'acute-respiratory': [
    news2Applies,
    {
      id: 'saturation-target-known',
      text: 'The target range of oxygen saturation is known, and scale 2 is prescribed where it is 88–92 %.',
      source: `${news2}: scale 2 needs a prescription`,
    },
    {
      id: 'oxygen-at-home-arranged',
      text: 'Oxygen at home is prescribed and delivered, where it is needed.',
      source: own('the pathway monitors oxygen and does not supply it'),
    },
  ],
  frailty: [
    news2Applies,
    {
      id: 'lives-with-frailty',
      text: 'The patient lives with frailty, by the Clinical Frailty Scale or by clinical judgement.',
      source: own('the pathway is for people with frailty; the score from which on is for the service to set'),
    },
    {
      id: 'usual-abilities-known',
      text: 'Usual mobility and cognition are known, so that new confusion or a fall in function is noticed.',
      source: own('NEWS2 scores new confusion, which needs to be told from what is usual'),
    },
  ],
  'heart-failure': [
    news2Applies,
    {
      id: 'heart-failure-confirmed',
      text: 'Heart failure is confirmed, and a heart failure team has agreed the plan of treatment.',
      source: own('treatment is changed during the stay by that team'),
    },
    {
      id: 'weight-possible',
      text: 'The patient can be weighed every day.',
      source: own('the pathway follows the weight'),
    },
  ],
  diabetes: [
    news2Applies,
    {
      id: 'no-diabetic-emergency',
      text: 'There is no diabetic ketoacidosis, hyperosmolar state or severe hypoglycaemia.',
      source: own('these emergencies are treated in hospital'),
    },
    {
      id: 'glucose-possible',
      text: 'The blood glucose can be measured as often as the plan says.',
      source: own('the pathway follows the blood glucose'),
    },
  ],
  'cystic-fibrosis': [
    news2Applies,
    {
      id: 'specialist-centre-agrees',
      text: 'The specialist cystic fibrosis centre of the patient has agreed the plan.',
      source: own('the centre has the overall care'),
    },
  ],
  'end-of-life': [
    {
      id: 'wishes-recorded',
      text: 'The wishes of the patient are recorded: ceiling of care, and where they want to be cared for.',
      source: own('alerts follow the ceiling of care'),
    },
    {
      id: 'palliative-team-agrees',
      text: 'A palliative care or community team has agreed to visit and to prescribe for symptoms.',
      source: own('symptoms are relieved by that team'),
    },
  ],
  'complex-maternity': [
    {
      id: 'maternity-team-agrees',
      text: 'The maternity team of the patient has agreed the plan, and is there at any hour.',
      source: own('this pathway is scored by an obstetric chart, and answered by maternity staff'),
    },
  ],
  'severe-mental-illness': [
    news2Applies,
    {
      id: 'mental-health-team-agrees',
      text: 'A mental health team has agreed the plan and a plan for a crisis.',
      source: own('this pathway watches physical health; mental health care goes on beside it'),
    },
    {
      id: 'no-immediate-risk',
      text: 'There is no risk of harm that needs a person to be present all the time.',
      source: own('between visits no member of staff is there'),
    },
  ],
  'falls-in-care-homes': [
    news2Applies,
    {
      id: 'care-home-can-observe',
      text: 'The care home has agreed, and its staff can take readings by day and by night.',
      source: own('the readings are theirs'),
    },
    {
      id: 'no-head-scan-needed',
      text: 'There is no head injury that needs a CT scan.',
      source: 'NICE, Head injury: assessment and early management (NG232), 2023: when a CT head scan is needed',
    },
    {
      id: 'no-hip-fracture',
      text: 'There is no sign of a broken hip.',
      source: 'NICE, Hip fracture: management (CG124): a broken hip is treated by an operation in hospital',
    },
  ],
  general: [news2Applies],
};

/** What the pathway asks; of a pathway that a site has added, what every pathway asks. */
export function criteriaOf(pathway: string): readonly Criterion[] {
  return [...everyPathway, ...(Object.hasOwn(ofPathway, pathway) ? (ofPathway[pathway] ?? []) : [])];
}

/** Of each criterion by its id, whether the patient meets it. */
export type CriteriaAnswers = Readonly<Record<string, boolean>>;

/** The criteria of the pathway that are not met. One without an answer is not met: no person has looked. */
export function unmetCriteria(pathway: string, answers: CriteriaAnswers): readonly Criterion[] {
  return criteriaOf(pathway).filter(({ id }) => !Object.hasOwn(answers, id) || answers[id] !== true);
}

/** Ids among the answers that are no criterion of the pathway. */
export function unknownCriteria(pathway: string, answers: CriteriaAnswers): readonly string[] {
  const known = new Set(criteriaOf(pathway).map(({ id }) => id));
  return Object.keys(answers).filter((id) => !known.has(id));
}
