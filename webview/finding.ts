import { candidates, quantityOf } from '../src/report/panel-view';
import type { MistakeWords, ReportFinding } from '../src/report/report';
import { arrayOf, labelOf, symbolOf, type Context } from './context';
import { el, type Child } from './dom';
import { formula } from './mathml';
import { link } from './notices';
import { button } from './controls';
import { t, words } from './words';

/** A root cause explained: what was done, why, what is right, and what can be done about it. */
export function finding(context: Context, index: number, numbers: Child): HTMLElement {
  const found = context.report.findings[index];
  if (found === undefined) throw new RangeError(`the report has no finding ${index}`);
  if (found.dismissed) return dismissedFinding(context, found, index, numbers);
  const sets = candidates(found);
  const isAmbiguous = found.certainty === 'ambiguous' && sets.length > 1;
  const named = isAmbiguous ? [] : (sets[0] ?? []);
  return el('section', { class: 'finding', 'aria-label': found.message }, [
    heading(found, named, sets.length),
    // Of candidates it says no more than what stands below.
    !isAmbiguous && el('p', { class: 'message' }, [found.message]),
    numbers,
    ...named.map((mistake) => explanation(context, mistake, named.length > 1)),
    isAmbiguous && choice(context, sets),
    ...found.observations.map(
      (observation) =>
        observation.kind === 'formula' && forms(t(words.foundForm), observation.wrong, observation.right),
    ),
    separation(context, found),
    inherited(context, found),
    actions(context, found, index, named.length === 1 ? (named[0] ?? null) : null),
    remarks(found),
  ]);
}

/** No more than that it was dismissed, and the way back. */
function dismissedFinding(
  { version, post }: Context,
  found: ReportFinding,
  index: number,
  numbers: Child,
): HTMLElement {
  const again = () => post({ type: 'dismiss', version, finding: index, dismissed: false });
  return el('section', { class: 'finding', 'aria-label': found.message }, [
    el('p', { class: 'message' }, [t(words.dismissed), ' ', link(t(words.showFinding), again)]),
    numbers,
  ]);
}

function heading(found: ReportFinding, named: readonly MistakeWords[], sets: number): HTMLElement {
  const { certainty, confidence } = found;
  const isSure = certainty === 'certain' || certainty === 'likely';
  return el('h3', {}, [
    titleOf(named, sets),
    ' ',
    isSure && el('span', { class: 'tag' }, [t(words.certainty[certainty], Math.round(100 * confidence))]),
  ]);
}

function titleOf(named: readonly MistakeWords[], sets: number): string {
  const [only] = named;
  if (only === undefined) return sets > 1 ? t(words.ambiguousHead, sets) : t(words.unexplainedHead);
  return named.length === 1 ? only.name : t(words.togetherHead, named.length);
}

/** The wrong form beside the right one, and the reason; under its own name where several mistakes add up. */
function explanation(context: Context, mistake: MistakeWords, isOneOfMany: boolean): HTMLElement {
  return el('div', { class: 'explanation' }, [
    isOneOfMany && el('h4', {}, [mistake.name]),
    forms(t(isOneOfMany ? words.wrongForm : words.usedForm), mistake.wrongForm, mistake.rightForm),
    el('dl', {}, [
      el('dt', {}, [t(words.why)]),
      el('dd', {}, [mistake.why]),
      el('dt', {}, [t(words.remedy)]),
      el('dd', {}, [mistake.remedy]),
    ]),
    isOneOfMany && choices(context, mistake),
  ]);
}

/** What can be done about one mistake, whatever becomes of the numbers. */
function choices(context: Context, mistake: MistakeWords): HTMLElement {
  return el('p', { class: 'choices' }, [conventionButton(context, mistake), pageLink(context, mistake)]);
}

function forms(label: string, wrong: string, right: string): Child {
  const form = (name: string, words: string, latex: string) =>
    latex !== '' &&
    el('div', { class: `form form-${name}` }, [el('span', { class: 'form-label' }, [words]), formula(latex)]);
  return el('div', { class: 'forms' }, [
    form('wrong', label, wrong),
    form('right', t(words.rightForm), right),
  ]);
}

/** Candidates side by side, each with what it assumes. */
function choice(context: Context, sets: readonly (readonly MistakeWords[])[]): HTMLElement {
  return el(
    'ol',
    { class: 'candidates' },
    sets.map((mistakes) =>
      el(
        'li',
        { class: 'candidate' },
        mistakes.flatMap((mistake) => [
          el('h3', {}, [mistake.name]),
          mistake.wrongForm !== '' && el('div', { class: 'form' }, [formula(mistake.wrongForm)]),
          el('p', {}, [mistake.why]),
          choices(context, mistake),
        ]),
      ),
    ),
  );
}

function remarks({ remarks: list, certainty: certain }: ReportFinding): Child {
  if (list.length === 0) return null;
  return el('div', { class: 'remarks' }, [
    el('h4', {}, [t(certain === 'unexplained' ? words.whatIsCertain : words.alsoKnown)]),
    el(
      'ul',
      {},
      list.map((remark) => el('li', {}, [remark])),
    ),
  ]);
}

function separation(context: Context, { discriminatingText }: ReportFinding): Child {
  if (discriminatingText === null) return null;
  const copied = button(
    [t(words.copy)],
    () => {
      context.post({ type: 'copyText', text: discriminatingText });
      context.announce(t(words.copied));
    },
    { attributes: { 'data-focus': 'copy separating' } },
  );
  return el('div', { class: 'separation' }, [
    el('p', {}, [t(words.separate)]),
    el('div', { class: 'code' }, [el('pre', { tabindex: 0 }, [discriminatingText]), copied]),
  ]);
}

function inherited(context: Context, { inheritedBy }: ReportFinding): Child {
  const quantities = inheritedBy.flatMap((claim) => {
    const array = context.report.claims[claim]?.array;
    return (array === undefined ? null : quantityOf(context.view, array)) ?? [];
  });
  if (quantities.length === 0) return null;
  return el('p', { class: 'inherited' }, [
    t(words.inherited),
    ...[...new Set(quantities)].flatMap((quantity) => [
      ' ',
      link(`${symbolOf(arrayOf(context, quantity))} (${labelOf(context, quantity)})`, () =>
        context.change({ selected: quantity.key }),
      ),
    ]),
  ]);
}

function actions(
  context: Context,
  found: ReportFinding,
  index: number,
  only: MistakeWords | null,
): HTMLElement {
  const { report, version, post } = context;
  const claim = report.claims[found.claim];
  const own = claim?.correction.length ?? 0;
  const all = found.correctionOfAll.length;
  const follows = all > own;
  const isOutput = report.arrays[claim?.array ?? -1]?.output === true;
  return el('div', { class: 'actions' }, [
    isOutput && el('p', { class: 'quiet' }, [t(words.mendTheCode)]),
    follows &&
      button([t(words.fixFollowing)], () => post({ type: 'fixAll', version, finding: index }), {
        appearance: 'primary',
        attributes: { 'data-focus': 'fix all' },
      }),
    own > 0 &&
      button([t(words.fix)], () => post({ type: 'fixClaim', version, claim: found.claim }), {
        appearance: follows ? 'secondary' : 'primary',
        attributes: { 'data-focus': 'fix' },
      }),
    ...(only === null ? [] : [conventionButton(context, only), pageLink(context, only)]),
    link(t(words.dismiss), () => {
      // It stays in sight, with the way back.
      context.change({ selected: quantityOf(context.view, claim?.array ?? -1)?.key ?? null });
      post({ type: 'dismiss', version, finding: index, dismissed: true });
    }),
  ]);
}

function conventionButton({ post, version }: Context, mistake: MistakeWords): HTMLElement {
  return button(
    [t(words.convention)],
    () => post({ type: 'acceptConvention', version, mistake: mistake.id, accepted: true }),
    { attributes: { 'data-focus': `convention ${mistake.id}` } },
  );
}

function pageLink({ post }: Context, { id, name }: MistakeWords): HTMLElement {
  return link(t(words.openPage), () => post({ type: 'openMistake', id }), t(words.openPageOf, name));
}
