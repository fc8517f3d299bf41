import type { Context } from './context';
import { el, svg } from './dom';
import { asNumber, short } from './numbers';
import { t, words } from './words';

const WIDEST = 560;
const HEIGHT = 180;
const LEFT = 56;
const RIGHT = 80;
const TOP = 28;
const BOTTOM = 28;
const LINE = 16;

/** Loss over the steps of gradient descent, with the right gradient and with the one in the text. */
export function training(context: Context): HTMLElement | null {
  const { training: curves } = context.report;
  if (curves === null) return null;
  const right = curves.right.map(asNumber);
  const wrong = curves.wrong.map(asNumber);
  const figure = el('div', { class: 'chart' });
  const name = t(words.trainingChart, Math.max(right.length, wrong.length) - 1, curves.sentence);
  let drawn = 0;
  // The picture is drawn for the width that there is: scaled, its words would become too small to read.
  new ResizeObserver(() => {
    const width = Math.min(WIDEST, figure.clientWidth);
    if (width === drawn || width === 0) return;
    drawn = width;
    const content = chart(right, wrong, width);
    const attributes = { width, height: HEIGHT, role: 'img', 'aria-label': name };
    figure.replaceChildren(...(content === null ? [] : [svg('svg', attributes, content)]));
  }).observe(figure);
  return el('section', { class: 'training' }, [
    el('h2', {}, [t(words.training)]),
    el('p', {}, [curves.sentence]),
    figure,
  ]);
}

function chart(right: readonly number[], wrong: readonly number[], width: number): SVGElement[] | null {
  const finite = [...right, ...wrong].filter(Number.isFinite);
  const steps = Math.max(right.length, wrong.length) - 1;
  if (finite.length === 0 || steps < 1) return null;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  // A loss that grows a hundredfold would press the other curve flat on a linear axis.
  const isLogarithmic = low > 0 && high / low > 100;
  const on = (value: number) => (isLogarithmic ? Math.log10(value) : value);
  const bottom = isLogarithmic ? low : Math.min(0, low);
  const range = on(high) - on(bottom);
  const x = (step: number) => LEFT + (step / steps) * (width - LEFT - RIGHT);
  const y = (value: number) =>
    HEIGHT - BOTTOM - (range === 0 ? 0.5 : (on(value) - on(bottom)) / range) * (HEIGHT - TOP - BOTTOM);

  const text = (name: string, at: readonly [number, number], anchor: string, words: string) =>
    svg('text', { class: name, x: at[0], y: at[1], 'text-anchor': anchor }, [words]);
  const tick = (value: number) => [
    svg('line', { class: 'axis', x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    text('tick', [LEFT - 8, y(value) + 4], 'end', short(Number(value.toPrecision(3)))),
  ];
  const curve = (name: string, values: readonly number[]) =>
    svg('polyline', {
      class: `curve curve-${name}`,
      points: finitePart(values)
        .map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`)
        .join(' '),
    });
  const endOf = (values: readonly number[]) => y(finitePart(values).at(-1) ?? low);
  const [rightEnd, wrongEnd] = apart(endOf(right), endOf(wrong));
  const label = (values: readonly number[], at: number, words: string) =>
    text('curve-label', [x(Math.max(0, finitePart(values).length - 1)) + 6, at + 4], 'start', words);
  const overflow = wrong.findIndex((value) => !Number.isFinite(value));
  return [
    text('tick', [LEFT, TOP - LINE], 'start', t(isLogarithmic ? words.logScale : words.linearScale)),
    ...tick(bottom),
    ...tick(high),
    text('tick', [LEFT, HEIGHT - 8], 'start', '0'),
    text('tick', [width - RIGHT, HEIGHT - 8], 'end', `${steps} ${t(words.steps)}`),
    curve('right', right),
    curve('wrong', wrong),
    label(right, rightEnd, t(words.withRight)),
    label(wrong, wrongEnd, overflow > 0 ? t(words.overflows, overflow) : t(words.withWrong)),
  ];
}

function finitePart(values: readonly number[]): readonly number[] {
  const end = values.findIndex((value) => !Number.isFinite(value));
  return end === -1 ? values : values.slice(0, end);
}

/** Heights of two labels, moved at least a line apart. */
function apart(first: number, second: number): readonly [number, number] {
  if (Math.abs(first - second) >= LINE) return [first, second];
  const middle = (first + second) / 2;
  const half = first >= second ? LINE / 2 : -LINE / 2;
  return [middle + half, middle - half];
}
