import type { Context } from './context';
import { el, svg } from './dom';
import { asNumber, short, type PlainNumber } from './numbers';
import { t, words } from './words';

const WIDTH = 480;
const HEIGHT = 160;
const LEFT = 56;
const RIGHT = 72;
const TOP = 12;
const BOTTOM = 28;

/** Loss over the steps of gradient descent, with the right gradient and with the one in the text. */
export function training(context: Context): HTMLElement | null {
  const { training: curves } = context.report;
  if (curves === null) return null;
  const right = curves.right.map(asNumber);
  const wrong = curves.wrong.map(asNumber);
  const finite = [...right, ...wrong].filter(Number.isFinite);
  const steps = Math.max(right.length, wrong.length) - 1;
  if (finite.length === 0 || steps < 1) return null;

  const low = Math.min(...finite);
  const high = Math.max(...finite);
  // A loss that grows a hundredfold would press the right curve flat on a linear axis.
  const logarithmic = low > 0 && high / low > 100;
  const on = (value: number) => (logarithmic ? Math.log10(value) : value);
  const [bottom, top] = logarithmic ? [on(low), on(high)] : [Math.min(0, low), high];
  const x = (step: number) => LEFT + (step / steps) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) =>
    HEIGHT -
    BOTTOM -
    (top === bottom ? 0.5 : (on(value) - bottom) / (top - bottom)) * (HEIGHT - TOP - BOTTOM);

  const overflow = wrong.findIndex((value) => !Number.isFinite(value));
  const ends = spread([y(last(right) ?? low), y(last(wrong) ?? high)]);
  const line = (name: string, values: readonly number[]) =>
    svg('polyline', {
      class: `curve curve-${name}`,
      points: finitePart(values)
        .map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`)
        .join(' '),
    });
  const label = (name: string, text: string, values: readonly number[], at: number) =>
    svg('text', { class: `curve-label label-${name}`, x: x(finitePart(values).length - 1) + 6, y: at + 4 }, [
      text,
    ]);
  const tick = (value: number) => [
    svg('line', { class: 'axis', x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
    svg('text', { class: 'tick', x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, [short(round(value))]),
  ];
  return el('section', { class: 'training' }, [
    el('h2', {}, [t(words.training)]),
    el('p', {}, [curves.sentence]),
    svgFigure(
      [
        ...tick(logarithmic ? low : bottom),
        ...tick(high),
        svg('text', { class: 'tick', x: LEFT, y: HEIGHT - 8 }, ['0']),
        svg('text', { class: 'tick', x: WIDTH - RIGHT, y: HEIGHT - 8, 'text-anchor': 'end' }, [
          `${steps} ${t(words.steps)}`,
        ]),
        line('right', right),
        line('wrong', wrong),
        label('right', t(words.withRight), right, ends[0] ?? 0),
        label('wrong', t(words.withWrong), wrong, ends[1] ?? 0),
      ],
      t(words.trainingChart, steps, curves.sentence),
    ),
    el('p', { class: 'quiet' }, [
      t(logarithmic ? words.logScale : words.linearScale) +
        (overflow > 0 ? ` \u00b7 ${t(words.withWrong)}: ${t(words.overflows, overflow)}` : ''),
    ]),
  ]);
}

function svgFigure(children: readonly SVGElement[], name: string): SVGElement {
  return svg(
    'svg',
    { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': name },
    children,
  );
}

function finitePart(values: readonly number[]): readonly number[] {
  const end = values.findIndex((value) => !Number.isFinite(value));
  return end === -1 ? values : values.slice(0, end);
}

function last(values: readonly number[]): number | undefined {
  return finitePart(values).at(-1);
}

/** Two labels at least a line apart. */
function spread([first = 0, second = 0]: readonly number[]): readonly number[] {
  const gap = 16;
  if (Math.abs(first - second) >= gap) return [first, second];
  const middle = (first + second) / 2;
  return first >= second ? [middle + gap / 2, middle - gap / 2] : [middle - gap / 2, middle + gap / 2];
}

function round(value: number): PlainNumber {
  return Number(value.toPrecision(3));
}
