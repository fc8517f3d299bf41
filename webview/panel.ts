import { parsePanelState, parseToPanel, type PanelState, type ToPanel } from '../src/protocol/messages';
import { panelView, quantityOf, type QuantityView } from '../src/report/panel-view';
import type { Context } from './context';
import { button } from './controls';
import { detail, type Detail } from './detail';
import { el } from './dom';
import type { Metrics } from './grid-options';
import type { Host } from './host';
import { notices } from './notices';
import { derivation } from './steps';
import { training } from './training';
import { verdict } from './verdict';
import { parseViewState, type ViewState } from './view-state';
import { t, words } from './words';

type ReportMessage = Extract<ToPanel, { type: 'report' }>;

/** What is sent while the page is loaded comes within this time, else there was nothing. */
const LOADED_MILLISECONDS = 50;
/** A check that takes no longer goes on unseen: what shows for a moment only would make the page jump. */
const NOTICED_MILLISECONDS = 700;

/**
 * Shows in `root` what the host sends, and asks the host for what the person wants. Says `ready` where nothing has
 * come by itself. Everything is drawn anew from each snapshot; focus, scroll and the chosen step stay.
 */
export function startPanel(root: HTMLElement, host: Host): void {
  const kept = parsePanelState(host.getState());
  let view = parseViewState(kept?.view);
  let shownReport: ReportMessage | null = null;
  let shownDetail: { readonly key: string; readonly detail: Detail } | null = null;
  let restoreScroll: number | null = view.scroll;
  let hasHeard = false;
  let noticed = 0;
  let hasDrawn = false;

  const live = el('p', { class: 'for-screen-readers', role: 'status' });
  const progress = el('div', { class: 'progress', hidden: true });
  const body = el('div', { class: 'body' }, [el('p', { class: 'quiet waiting' }, [t(words.waiting)])]);
  root.replaceChildren(live, progress, body);

  const announce = (sentence: string) => {
    live.textContent = sentence;
  };
  const keep = () => {
    const document = shownReport?.document ?? kept?.document;
    if (document === undefined) return;
    const state: PanelState = { document, view };
    host.setState(state);
  };
  const change = (state: Partial<ViewState>) => {
    view = { ...view, ...state };
    keep();
    draw();
  };

  /** Has the controls made when what holds the first of them is on the screen: that is not to wait for them. */
  const drawn = () => {
    if (hasDrawn) return;
    hasDrawn = true;
    // In the frame after: what is due right after the first one is not to wait for them, either.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => setTimeout(() => document.dispatchEvent(new Event('drawn')))),
    );
  };

  function draw(): void {
    if (shownReport === null) return;
    const { report, version, title } = shownReport;
    const model = panelView(report);
    const quantities = model.steps.flatMap((step) => step.quantities);
    const selected = quantities.find((quantity) => quantity.key === view.selected) ?? model.first;
    const context: Context = {
      report,
      view: model,
      version,
      state: view,
      metrics: measure(root),
      post: (message) => host.post(message),
      change,
      announce,
    };
    const focused = focusedKey(body);
    const shownDetailNow = selected && detail(context, selected);
    shownDetail = selected && shownDetailNow && { key: selected.key, detail: shownDetailNow };
    const content = [
      verdict(context, title),
      quantities.length > 0 && derivation(context, selected),
      shownDetailNow?.element,
      training(context),
      ...notices(context),
    ];
    body.replaceChildren(...content.filter((part) => part instanceof Node));
    drawn();
    if (focused !== null) body.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  function select(array: number | null, element: number | null): void {
    if (shownReport === null) return;
    const model = panelView(shownReport.report);
    const quantity = array === null ? null : quantityOf(model, array);
    if (quantity === null) {
      shownDetail?.detail.matrices.select(null);
      return;
    }
    if (shownDetail?.key !== quantity.key) change({ selected: quantity.key });
    if (shownDetail?.detail.matrices.select(element) === false) {
      change({ slices: { ...view.slices, [quantity.key]: sliceOf(quantity, element ?? 0) } });
      shownDetail.detail.matrices.select(element);
    }
  }

  function sliceOf(quantity: QuantityView, element: number): number {
    const shape = shownReport?.report.arrays[quantity.array]?.shape ?? [];
    return Math.floor(element / Math.max(1, (shape.at(-1) ?? 1) * (shape.at(-2) ?? 1)));
  }

  function receive(message: ToPanel): void {
    if (message.type !== 'selection') {
      window.clearTimeout(noticed);
      progress.hidden = true;
    }
    switch (message.type) {
      case 'report': {
        // The answer to `ready` may cross with it.
        if (shownReport?.version === message.version && shownReport.document === message.document) return;
        const isSame = shownReport?.report.summary === message.report.summary;
        shownReport = message;
        keep();
        draw();
        if (!isSame) announce(message.report.summary);
        if (restoreScroll !== null) window.scrollTo(0, restoreScroll);
        restoreScroll = null;
        return;
      }
      case 'selection':
        if (message.version === shownReport?.version) select(message.array, message.element);
        return;
      case 'progress':
        noticed = window.setTimeout(() => showProgress(message.message), NOTICED_MILLISECONDS);
        return;
      case 'failed':
        shownReport = null;
        body.replaceChildren(notice(message.message));
        announce(message.message);
        return;
      case 'empty':
        shownReport = null;
        body.replaceChildren(notice(t(words.empty)));
        announce(t(words.empty));
        return;
    }
  }

  function showProgress(sentence: string): void {
    progress.replaceChildren(
      el('span', {}, [sentence]),
      button([t(words.cancel)], () => host.post({ type: 'cancel' })),
    );
    progress.hidden = false;
    drawn();
  }

  function notice(sentence: string): HTMLElement {
    drawn();
    return el('div', { class: 'empty' }, [
      el('p', {}, [sentence]),
      button([t(words.check)], () => host.post({ type: 'check' }), { appearance: 'primary' }),
    ]);
  }

  host.onMessage((data) => {
    const message = parseToPanel(data);
    if (message === null) return;
    hasHeard = true;
    try {
      receive(message);
    } catch (error) {
      host.post({
        type: 'error',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
  let settled = 0;
  window.addEventListener(
    'scroll',
    () => {
      window.clearTimeout(settled);
      settled = window.setTimeout(() => {
        view = { ...view, scroll: window.scrollY };
        keep();
      }, 200);
    },
    { passive: true },
  );
  window.setTimeout(() => {
    if (!hasHeard) host.post({ type: 'ready' });
  }, LOADED_MILLISECONDS);
}

/** The editor's font as it is now: the person may have changed it since the last report. */
function measure(root: HTMLElement): Metrics {
  const probe = el('span', { class: 'probe' }, ['0'.repeat(50)]);
  root.append(probe);
  const { width, height } = probe.getBoundingClientRect();
  probe.remove();
  return { digit: width / 50, row: Math.max(22, Math.round(height * 1.35)) };
}

function focusedKey(body: HTMLElement): string | null {
  const focused = document.activeElement;
  return focused !== null && body.contains(focused) ? focused.getAttribute('data-focus') : null;
}
