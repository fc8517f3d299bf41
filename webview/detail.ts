import { ROLES } from '../src/protocol/messages';
import type { QuantityView } from '../src/report/panel-view';
import type { ReportArray } from '../src/report/report';
import { arrayOf, reveal, roleOf, shapeOf, symbolOf, type Context } from './context';
import { el, type Child } from './dom';
import { finding } from './finding';
import { formula } from './mathml';
import { matrices, type Matrices } from './matrices';
import { link } from './notices';
import { tabId } from './steps';
import { dropdown } from './controls';
import { t, words } from './words';

export interface Detail {
  readonly element: HTMLElement;
  readonly matrices: Matrices;
}

/** All that is known of one quantity: what it is, whether it is right, its numbers, and the mistake in it. */
export function detail(context: Context, quantity: QuantityView): Detail {
  const array = arrayOf(context, quantity);
  const claim = quantity.claim === null ? undefined : context.report.claims[quantity.claim];
  const numbers = matrices(context, quantity);
  const [first, ...others] = quantity.findings;
  const body: Child[] =
    first === undefined
      ? [claim !== undefined && el('p', { class: 'message' }, [claim.sentence]), numbers.element]
      : [finding(context, first, numbers.element), ...others.map((index) => finding(context, index, null))];
  return {
    matrices: numbers,
    element: el(
      'section',
      { id: 'detail', class: 'detail', role: 'tabpanel', 'aria-labelledby': tabId(quantity) },
      [
        el('div', { class: 'detail-head' }, [
          el('h2', {}, [
            el('span', { class: 'symbol' }, [symbolOf(array)]),
            el('span', { class: 'role' }, [roleOf(array)]),
            el('span', { class: 'shape' }, [shapeOf(array)]),
          ]),
          el('span', { class: 'role-choice' }, [
            el('span', { class: 'quiet', 'aria-hidden': 'true' }, [t(words.readAs)]),
            roleChoice(context, quantity),
            el('span', { class: 'quiet' }, [t(words.roleFrom[array.roleFrom])]),
          ]),
        ]),
        el('p', { class: 'source' }, [...nameOf(array), ...places(context, quantity)]),
        ...body,
      ],
    ),
  };
}

/** The array's name as the text writes it; one in LaTeX is set as the formula that it is. */
function nameOf({ name }: ReportArray): Child[] {
  if (name === null) return [];
  if (!/[\\^{]/.test(name)) return [el('code', {}, [name]), ' '];
  return [el('span', { class: 'name-formula', title: name }, [formula(name, 'inline')]), ' '];
}

/** Links to the place of the text that states these numbers, and to the others that repeat them. */
function places(context: Context, { array, copies }: QuantityView): Child[] {
  const [place, ...others] = [array, ...copies].flatMap((index) => context.report.arrays[index] ?? []);
  return [
    place?.output === true && el('span', { class: 'quiet' }, [`${t(words.output)} `]),
    place !== undefined &&
      link(t(place.output ? words.showCell : words.showInText), () => reveal(context, place)),
    others.length > 0 && el('span', { class: 'quiet' }, [` \u00b7 ${t(words.again)}`]),
    ...others.flatMap((other, ordinal) => [
      ' ',
      link(String(ordinal + 1), () => reveal(context, other), t(words.showAgain, ordinal + 1)),
    ]),
  ];
}

function roleChoice(context: Context, { array: index }: QuantityView): HTMLElement {
  const array = context.report.arrays[index];
  const role = array?.role ?? 'none';
  const choices = [
    { value: 'automatic', label: t(words.automatic) },
    ...ROLES.map((value) => ({ value, label: t(words.role[value]) })),
    { value: 'none', label: t(words.role.none) },
  ];
  return dropdown(t(words.roleOf, array?.name ?? t(words.role[role])), choices, role, (value) => {
    const chosen = value === 'automatic' ? value : (ROLES.find((candidate) => candidate === value) ?? null);
    context.post({ type: 'setRole', version: context.version, array: index, role: chosen });
  });
}
