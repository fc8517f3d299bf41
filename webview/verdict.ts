import { firstFinding } from '../src/report/panel-view';
import type { Context } from './context';
import { el } from './dom';
import { icon } from './icons';
import { link } from './notices';
import { t, words } from './words';

/** The one line that matters, how sure it is, and what can be done with the whole report. */
export function verdict(context: Context, title: string): HTMLElement {
  const { report, view, post } = context;
  const root = firstFinding(report);
  const tone = report.problem
    ? 'unchecked'
    : root
      ? 'wrong'
      : view.counts.agrees > 0 && view.counts.unchecked === 0 && report.errors.length === 0
        ? 'agrees'
        : 'unchecked';
  const counted = (['agrees', 'wrong', 'inherits', 'unchecked', 'dismissed'] as const)
    .filter((standing) => view.counts[standing] > 0)
    .map((standing) => {
      const [one, many] = words.counted[standing];
      return t(view.counts[standing] === 1 ? one : many, view.counts[standing]);
    });
  return el('header', { class: `verdict is-${tone}` }, [
    el('div', { class: 'verdict-mark' }, [icon(tone)]),
    el('div', { class: 'verdict-words' }, [
      el('h1', {}, [report.summary]),
      el('ul', { class: 'facts' }, [
        ...[title, ...counted].filter((part) => part !== '').map((part) => el('li', {}, [part])),
        el('li', { class: 'together' }, [
          el('span', {}, [link(t(words.copyReport), () => post({ type: 'copyReport' }))]),
          el('span', {}, [link(t(words.clear), () => post({ type: 'clear' }))]),
        ]),
      ]),
    ]),
  ]);
}
