import { el } from './dom';

/** Longest side of the picture, in its own pixels. */
const RESOLUTION = 256;
const STRIP = 16;

export interface Picture {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** From -1 to 1; NaN for what has no place on the scale; null beyond the end of a wrapped vector. */
  readonly heat: (row: number, column: number) => number | null;
  readonly onChoose: (row: number, column: number) => void;
  /** The part that the numbers show, in fractions of the whole: top, left, height, width. */
  readonly window: () => readonly [number, number, number, number];
  /** What is scrolled when that part changes. */
  readonly scroller: HTMLElement;
}

type Colour = readonly [number, number, number];

/**
 * A large array as a picture, one pixel for a block of elements: the one of largest magnitude stands for its
 * block, so that no single wrong element is averaged away; a block with a nan or an infinity is hatched. A
 * frame shows which part the grid beside it stands at.
 */
export function overview(picture: Picture): HTMLElement {
  const { rows, columns, scroller } = picture;
  const width = Math.min(columns, RESOLUTION);
  // A strip is drawn a few pixels high, so that there is room for hatching.
  const height = rows === 1 ? STRIP : Math.min(rows, RESOLUTION);
  const canvas = el('canvas', { width, height, role: 'img', 'aria-label': picture.name });
  const frame = el('div', { class: 'frame' });
  const element = el('div', { class: 'overview' }, [canvas, frame]);
  // Very flat and very tall pictures are stretched, or a strip of a vector would be thinner than a line.
  const aspect = Math.min(8, Math.max(1 / 3, Math.max(1, columns) / Math.max(1, rows)));
  element.style.aspectRatio = String(aspect);

  const blocks = blocksOf(picture, width, rows === 1 ? 1 : height);
  const draw = () => drawBlocks(canvas, blocks, width, height);
  new ResizeObserver(draw).observe(canvas);
  const follow = () => {
    const [top, left, tall, wide] = picture.window();
    frame.style.top = `${top * 100}%`;
    frame.style.left = `${left * 100}%`;
    frame.style.height = `${tall * 100}%`;
    frame.style.width = `${wide * 100}%`;
  };
  scroller.addEventListener('scroll', follow, { passive: true });
  new ResizeObserver(follow).observe(scroller);
  onThemeChange(element, draw);
  canvas.addEventListener('click', (event) => {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    picture.onChoose(Math.max(0, Math.min(rows - 1, row)), Math.max(0, Math.min(columns - 1, column)));
  });
  return element;
}

/** The warmth of each block; NaN where one of its elements is off the scale, 2 where it holds none. */
function blocksOf({ rows, columns, heat }: Picture, width: number, height: number): Float32Array {
  const blocks = new Float32Array(width * height).fill(2);
  for (let row = 0; row < rows; row++) {
    const line = Math.floor((row * height) / rows) * width;
    for (let column = 0; column < columns; column++) {
      const warmth = heat(row, column);
      if (warmth === null) continue;
      const at = line + Math.floor((column * width) / columns);
      const before = blocks[at] ?? 2;
      if (before === 2 || Math.abs(warmth) > Math.abs(before) || Number.isNaN(warmth)) blocks[at] = warmth;
    }
  }
  return blocks;
}

function drawBlocks(canvas: HTMLCanvasElement, blocks: Float32Array, width: number, height: number): void {
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || height === 0) return;
  const colour = (name: string) => resolve(context, getComputedStyle(canvas).getPropertyValue(name));
  const zero = colour('--heat-zero');
  const positive = colour('--heat-positive');
  const negative = colour('--heat-negative');
  const hatch = colour('--heat-hatch');
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const warmth = blocks[at % blocks.length] ?? 2;
    if (warmth === 2) continue;
    const striped = Number.isNaN(warmth);
    const end = striped ? hatch : warmth < 0 ? negative : positive;
    const share = striped ? Number(((at % width) + Math.floor(at / width)) % 4 < 2) : Math.abs(warmth);
    for (let channel = 0; channel < 3; channel++)
      image.data[at * 4 + channel] = (zero[channel] ?? 0) * (1 - share) + (end[channel] ?? 0) * share;
    image.data[at * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** What a colour of the theme, in any notation of CSS, is in red, green and blue. */
function resolve(context: CanvasRenderingContext2D, colour: string): Colour {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour.trim();
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** Runs while `element` is in the page: the editor changes the class and the variables of the page's body. */
function onThemeChange(element: HTMLElement, run: () => void): void {
  const observer = new MutationObserver(() => {
    if (element.isConnected) run();
    else observer.disconnect();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
