import type { MistakeWords, Report, ReportArray, ReportClaim, ReportFinding } from './report';

type Role = NonNullable<ReportArray['role']>;

/** `given`: taken as it is, because no step leads to it. `dismissed`: wrong, and nobody wants to hear of it. */
export type Standing = ReportClaim['verdict'] | 'given' | 'dismissed';

/** One quantity as the text states it: an array, with the other places that print the very same. */
export interface QuantityView {
  /** Stays the same while the text is edited, as long as the arrays keep their roles and their order. */
  readonly key: string;
  /** Index into `Report.arrays`. */
  readonly array: number;
  /** Other arrays of the same role and standing with the same numbers. */
  readonly copies: readonly number[];
  /** Index into `Report.claims`; null for what is only given. */
  readonly claim: number | null;
  readonly standing: Standing;
  readonly reference: boolean;
  /** Indices into `Report.findings`, root causes that sit in this quantity. */
  readonly findings: readonly number[];
}

/** A place in the derivation, `dE/dz` say, with every value that the text gives for it. */
export interface StepView {
  /** Null for arrays that play no part. */
  readonly role: Role | null;
  /** False where nothing before leads to it: the target stands beside the chain, not in it. */
  readonly follows: boolean;
  readonly quantities: readonly QuantityView[];
}

export interface PanelView {
  /** In the order of the derivation; arrays without a role come last. */
  readonly steps: readonly StepView[];
  /** The quantity to look at first: the first root cause, else the last checked, else the first. */
  readonly first: QuantityView | null;
  readonly counts: Readonly<Record<Standing, number>>;
}

/** Roles in the order in which a derivation states them, and whether a step leads to each. */
const ORDER: readonly (readonly [role: Role, follows: boolean])[] = [
  ['inputs', false],
  ['weights', false],
  ['logits', true],
  ['probabilities', true],
  ['logProbabilities', true],
  ['target', false],
  ['classIndex', false],
  ['classWeights', false],
  ['loss', true],
  ['lossGradient', true],
  ['upstream', false],
  ['jacobian', true],
  ['delta', true],
  ['weightGradient', true],
  ['biasGradient', true],
  ['numericalOther', false],
];

/** What the panel shows of a report, without a word or a pixel: the steps and what stands at each. */
export function panelView(report: Report): PanelView {
  const steps: StepView[] = [];
  for (const [role, follows] of [...ORDER, [null, false] as const]) {
    const quantities = quantitiesOf(report, role);
    if (quantities.length > 0) steps.push({ role, follows, quantities });
  }
  const all = steps.flatMap((step) => step.quantities);
  const counts = { agrees: 0, wrong: 0, inherits: 0, unchecked: 0, given: 0, dismissed: 0 };
  for (const step of steps)
    if (step.role !== null) for (const quantity of step.quantities) counts[quantity.standing] += 1;
  const root = firstFinding(report);
  const first =
    (root && all.find((quantity) => quantity.claim === root.claim || holdsClaim(report, quantity, root))) ??
    all.filter((quantity) => quantity.standing === 'agrees').at(-1) ??
    all[0] ??
    null;
  return { steps, first, counts };
}

/**
 * The sets of mistakes that explain a finding, the best first: one set where it is certain or likely, several
 * where they cannot be told apart, none where nothing explains it. Ids without words are left out.
 */
export function candidates(finding: ReportFinding): readonly (readonly MistakeWords[])[] {
  const words = new Map(finding.explained.map((mistake) => [mistake.id, mistake]));
  return [finding.mistakes, ...finding.alternatives]
    .map((ids) => ids.flatMap((id) => words.get(id) ?? []))
    .filter((mistakes) => mistakes.length > 0);
}

/** The quantity that shows this array, itself or as a copy. */
export function quantityOf(view: PanelView, array: number): QuantityView | null {
  for (const step of view.steps)
    for (const quantity of step.quantities)
      if (quantity.array === array || quantity.copies.includes(array)) return quantity;
  return null;
}

/** The first root cause that the person wants to hear of. */
export function firstFinding(report: Report): ReportFinding | undefined {
  return report.findings.find(({ dismissed }) => !dismissed);
}

function quantitiesOf(report: Report, role: Role | null): QuantityView[] {
  const groups: number[][] = [];
  const claimed = (index: number) => standingOf(report, index) !== 'given';
  const indices = report.arrays.flatMap((array, index) => (array.role === role ? [index] : []));
  // Claims come first, so that an operand that only repeats one joins it.
  for (const index of [...indices.filter(claimed), ...indices.filter((each) => !claimed(each))]) {
    const group = role === null ? undefined : groups.find(([other]) => sameStatement(report, other, index));
    if (group === undefined) groups.push([index]);
    else group.push(index);
  }
  return groups
    .sort(([one = 0], [other = 0]) => one - other)
    .map((group, ordinal) => quantity(report, role, group, ordinal));
}

/** Two arrays of one role that say the very same: equal numbers, and equally right or wrong, or the wrong ones again. */
function sameStatement(report: Report, one: number | undefined, other: number): boolean {
  const first = report.arrays[one ?? -1];
  const second = report.arrays[other];
  if (one === undefined || first === undefined || second === undefined) return false;
  const standing = standingOf(report, other);
  const original = standingOf(report, one);
  const repeated = original === 'wrong' && standing === 'inherits';
  return (
    first.reference === second.reference &&
    (standing === 'given' || standing === original || repeated) &&
    sameNumbers(withoutOnes(first.shape), withoutOnes(second.shape)) &&
    sameNumbers(first.values, second.values)
  );
}

/** A row of a matrix and a vector are one thing to a person. */
function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.filter((length) => length !== 1);
}

/** Whether two lists hold the same numbers in the same order. */
export function sameNumbers(one: readonly (number | string)[], other: readonly (number | string)[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function quantity(
  report: Report,
  role: Role | null,
  group: readonly number[],
  ordinal: number,
): QuantityView {
  const claims = group.map((array) => report.claims.findIndex((claim) => claim.array === array));
  const findings = report.findings.flatMap((finding, index) =>
    claims.includes(finding.claim) ? [index] : [],
  );
  // The one that a finding speaks of stands for all: its range is the one that is underlined in the text.
  const spokenOf = claims.findIndex((claim) => report.findings.some((finding) => finding.claim === claim));
  const chosen = Math.max(spokenOf, 0);
  const array = group[chosen] ?? 0;
  const claim = claims[chosen] ?? -1;
  return {
    key: `${role ?? 'other'} ${ordinal}`,
    array,
    copies: group.filter((other) => other !== array),
    claim: claim === -1 ? null : claim,
    standing: standingOf(report, array),
    reference: report.arrays[array]?.reference ?? false,
    findings,
  };
}

function standingOf(report: Report, array: number): Standing {
  const claim = report.claims.find((candidate) => candidate.array === array);
  if (claim === undefined) return 'given';
  const findings = report.findings.filter((finding) => report.claims[finding.claim] === claim);
  if (findings.length > 0 && findings.every(({ dismissed }) => dismissed)) return 'dismissed';
  return claim.given ? 'given' : claim.verdict;
}

function holdsClaim(report: Report, { array, copies }: QuantityView, finding: ReportFinding): boolean {
  const claimed = report.claims[finding.claim]?.array;
  return claimed !== undefined && (claimed === array || copies.includes(claimed));
}
