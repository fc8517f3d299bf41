import type { ReportError } from '../src/report/report';
import { reveal, type Context } from './context';
import { el, type Child } from './dom';
import { t, words } from './words';

/** What was assumed, what could not be read, what was passed over, and by what the right numbers were checked. */
export function notices(context: Context): Child[] {
  const { report, version, post } = context;
  return [
    places(context, t(words.errors), 'errors', report.errors),
    report.conventions.length > 0 &&
      el('section', { class: 'conventions' }, [
        el('h2', {}, [t(words.conventions)]),
        el(
          'ul',
          {},
          report.conventions.map(({ sentence }) => el('li', {}, [sentence])),
        ),
        el('p', {}, [link(t(words.settings), () => post({ type: 'openSettings' }))]),
      ]),
    report.accepted.length > 0 &&
      el(
        'section',
        { class: 'accepted' },
        report.accepted.map(({ id, name }) =>
          el('p', {}, [
            t(words.accepted, name),
            ' ',
            link(
              t(words.takeBack),
              () => post({ type: 'acceptConvention', version, mistake: id, accepted: false }),
              t(words.takeBackOf, name),
            ),
          ]),
        ),
      ),
    places(context, t(words.notes), 'notes', report.notes),
    report.verifiedBy !== null && el('p', { class: 'verified quiet' }, [report.verifiedBy]),
  ];
}

/** A button that reads as part of a sentence; `name` says to screen readers what the text alone does not. */
export function link(text: string, onClick: () => void, name = text): HTMLElement {
  const attributes = {
    type: 'button',
    class: 'link',
    'data-focus': `link ${name}`,
    'aria-label': name === text ? null : name,
  };
  return el('button', attributes, [text], { click: onClick });
}

function places(context: Context, heading: string, name: string, list: readonly ReportError[]): Child {
  if (list.length === 0) return null;
  return el('section', { class: name }, [
    el('h2', {}, [heading]),
    el(
      'ul',
      {},
      list.map((place) =>
        el('li', {}, [place.message, ' ', link(t(words.showInText), () => reveal(context, place))]),
      ),
    ),
  ]);
}
