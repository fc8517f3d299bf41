import { candidates, quantityOf } from '../src/report/panel-view';
import type { MistakeWords, ReportFinding } from '../src/report/report';
import { arrayOf, labelOf, symbolOf, type Context } from './context';
import { el, type Child } from './dom';
import { formula } from './mathml';
import { link } from './notices';
import { button } from './toolkit';
import { t, words } from './words';

/** A root cause explained: what was done, why, what is right, and what can be done about it. */
export function finding(context: Context, index: number, numbers: Child): HTMLElement {
  const found = context.report.findings[index];
  if (found === undefined) throw new RangeError(`the report has no finding ${index}`);
  const sets = candidates(found);
  const isAmbiguous = found.certainty === 'ambiguous' && sets.length > 1;
  const named = isAmbiguous ? [] : (sets[0] ?? []);
  return el('section', { class: 'finding', 'aria-label': found.message }, [
    ...heading(found, named, sets.length),
    el('p', { class: 'message' }, [found.message]),
    numbers,
    ...named.map((mistake) => explanation(context, mistake)),
    isAmbiguous && choice(context, sets),
    ...found.observations.map(
      (observation) =>
        observation.kind === 'formula' && forms(t(words.foundForm), observation.wrong, observation.right),
    ),
    separation(context, found),
    inherited(context, found),
    actions(context, found, index, named),
    remarks(found),
  ]);
}

function heading(found: ReportFinding, named: readonly MistakeWords[], sets: number): Child[] {
  const names =
    named.length > 0
      ? named.map(({ name }) => name)
      : [sets > 1 ? t(words.ambiguousHead, sets) : t(words.unexplainedHead)];
  const { certainty, confidence } = found;
  return names.map((name, index) =>
    el('h3', {}, [
      name,
      ' ',
      index === names.length - 1 &&
        (certainty === 'certain' || certainty === 'likely') &&
        el('span', { class: 'tag' }, [t(words.certainty[certainty], Math.round(100 * confidence))]),
    ]),
  );
}

function explanation(context: Context, mistake: MistakeWords): HTMLElement {
  return el('div', { class: 'explanation' }, [
    forms(t(words.usedForm), mistake.wrongForm, mistake.rightForm),
    el('dl', {}, [
      el('dt', {}, [t(words.why)]),
      el('dd', {}, [mistake.why]),
      el('dt', {}, [t(words.remedy)]),
      el('dd', {}, [
        mistake.remedy,
        ' ',
        link(t(words.openPage), () => context.post({ type: 'openMistake', id: mistake.id })),
      ]),
    ]),
  ]);
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
          el('p', {}, [
            link(t(words.openPage), () => context.post({ type: 'openMistake', id: mistake.id })),
            ' ',
            conventionButton(context, mistake),
          ]),
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
  mistakes: readonly MistakeWords[],
): HTMLElement {
  const { report, version, post } = context;
  const own = report.claims[found.claim]?.correction.length ?? 0;
  const all = found.correctionOfAll.length;
  const follows = all > own;
  return el('div', { class: 'actions' }, [
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
    ...mistakes.map((mistake) => conventionButton(context, mistake)),
  ]);
}

function conventionButton({ post, version }: Context, mistake: MistakeWords): HTMLElement {
  return button(
    [t(words.convention)],
    () => post({ type: 'acceptConvention', version, mistake: mistake.id, accepted: true }),
    { attributes: { 'data-focus': `convention ${mistake.id}` } },
  );
}
