import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { elementSpans } from '../../../src/reader/element-spans';
import { printElements } from '../../../src/reader/print';
import { read, readInSlices } from '../../../src/reader/read';
import type { NumericArray } from '../../../src/reader/reading';

interface Cell {
  readonly kind?: string;
  readonly source: string;
  readonly value?: string;
  readonly printed?: string;
}

const lines = (text: string): string[] => text.split(/(?<=\n)/);

/** The file of a notebook as nbformat writes it: keys sorted, outputs before the source. */
function notebook(cells: readonly Cell[], kernel = 'python'): string {
  const written = cells.map(({ kind = 'code', source, value, printed }) => ({
    cell_type: kind,
    ...(kind === 'code' && {
      execution_count: 1,
      outputs: [
        ...(printed === undefined ? [] : [{ name: 'stdout', output_type: 'stream', text: lines(printed) }]),
        ...(value === undefined
          ? []
          : [
              {
                data: { 'text/html': ['<b>[9, 9]</b>'], 'text/plain': lines(value) },
                execution_count: 1,
                metadata: {},
                output_type: 'execute_result',
              },
            ]),
      ],
    }),
    metadata: {},
    source: lines(source),
  }));
  const metadata = { kernelspec: { display_name: kernel, language: kernel, name: 'kernel' } };
  return JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

const told = ({ name, shape, values }: NumericArray): readonly unknown[] => [name, [...shape], [...values]];

/** Each array, and the texts of its elements as they stand in the file. */
function readFile(text: string, language?: string): readonly (readonly unknown[])[] {
  const { arrays } = read(text, { evaluate, ...(language !== undefined && { language }) });
  return arrays.map((array) => [
    ...told(array),
    elementSpans(text, array, evaluate).map(({ start, end }) => text.slice(start, end)),
  ]);
}

test('the cells of a notebook and what they printed are read where they stand in its file', () => {
  const text = notebook([
    { source: 'z = np.array([1.75,\n\t0.5])\nz', value: 'array([1.75, 0.5 ])' },
    {
      source: 'print(\'W "x" =\', W)\nW @ z',
      printed: 'W =\n[[1 2]\n [3 4]]\n',
      value: 'array([ 5.25, −12.5])',
    },
    { kind: 'markdown', source: 'So $a = \\left(\\frac{1}{2}, \\frac12\\right)$.' },
  ]);
  const expected = [
    ['z', [2], [1.75, 0.5], ['1.75', '0.5']],
    ['z', [2], [1.75, 0.5], ['1.75', '0.5']],
    ['W', [2, 2], [1, 2, 3, 4], ['1', '2', '3', '4']],
    [null, [2], [5.25, -12.5], ['5.25', '−12.5']],
    ['a', [2], [0.5, 0.5], ['\\\\frac{1}{2}', '\\\\frac12']],
  ];
  assert.deepEqual(readFile(text, 'json'), expected);
  assert.deepEqual(readFile(text), expected);
  for (const { span, extent, within } of read(text, { evaluate }).arrays) {
    assert.match(text.slice(span.start, span.end), /^[[(\\].*[\])]$/s);
    assert.ok(within && within.start <= extent.start && extent.end <= within.end);
    assert.ok(extent.start <= span.start && span.end <= extent.end);
    assert.doesNotThrow(() => JSON.parse(text.slice(within.start, within.end)) as unknown);
  }
});

test('signs that JSON writes as escapes stand for one character', () => {
  const text = '{"cell_type": "code", "source": "d\\u00e9lta = [\\u22120.5,\\t\\u0031.5]\\r\\nE = \\u22121"}';
  assert.deepEqual(readFile(text), [['délta', [2], [-0.5, 1.5], ['\\u22120.5', '\\u0031.5']]]);
  const [scalar] = read(text).scalars;
  assert.deepEqual([scalar?.name, scalar?.value], ['E', -1]);
  assert.equal(text.slice(scalar?.span.start, scalar?.span.end), '\\u22121');
});

test('a part of a file is read as the whole is, and one whose keys stand in another order', () => {
  const part = '   "source": [\n    "a = [0.25,\\n",\n    "     0.75]\\n"\n   ]\n  },\n';
  assert.deepEqual(readFile(part), [['a', [2], [0.25, 0.75], ['0.25', '0.75']]]);
  const colab =
    '{"cells":[{"cell_type":"code","source":["dz"],"outputs":[{"data":{"text/plain":["tensor([0.5, 1.5])"]}}]},{"cell_type":"code","source":["1"],"outputs":[{"data":{"text/plain":["[2.5, 3.5]"]}}]}]}';
  assert.deepEqual(readFile(colab), [
    ['dz', [2], [0.5, 1.5], ['0.5', '1.5']],
    [null, [2], [2.5, 3.5], ['2.5', '3.5']],
  ]);
});

test('the kernel says what language the cells are written in', () => {
  const text = notebook([{ source: 'J = [1 -1; -1 1]' }], 'octave');
  assert.deepEqual(readFile(text), [['J', [2, 2], [1, -1, -1, 1], ['1', '-1', '-1', '1']]]);
});

test('what is refused in a notebook is refused where it stands', () => {
  const text = notebook([{ source: 'z = [[1, 2],\n [3]]' }]);
  const [refusal] = read(text).refusals;
  assert.deepEqual([refusal?.reason, refusal?.name], ['ragged', 'z']);
  assert.equal(text.slice(refusal?.at.start, refusal?.at.end), '[3]');
});

test('numbers are written into the file so that it stays JSON', () => {
  const text = notebook([{ kind: 'markdown', source: '$z = (\\frac12, \\infty)$' }]);
  const [array] = read(text, { evaluate }).arrays;
  assert.ok(array);
  assert.deepEqual(printElements(array, Float64Array.of(-Infinity, 0.25), text), ['-\\\\infty', '0.25']);
});

test('other JSON with such words is no notebook, and other languages are read as they are', () => {
  assert.deepEqual(readFile('{"source": [1, 2], "text": "[3, 4]"}', 'json'), [
    ['source', [2], [1, 2], ['1', '2']],
  ]);
  const python = 'x = {"cell_type": "code", "source": ["z = [1, 2]"], "z": [3, 4]}';
  assert.deepEqual(readFile(python, 'python'), [['z', [2], [3, 4], ['3', '4']]]);
});

test('a broken file is read as far as it goes', () => {
  const text = notebook([{ source: 'z = [1.5, 2.5]\na = [1, 2' }]);
  for (let end = 0; end < text.length; end += 7) {
    for (const { span } of read(text.slice(0, end)).arrays) assert.ok(span.end <= end);
  }
  const cut = text.slice(0, text.indexOf('a = '));
  assert.deepEqual(readFile(cut), [['z', [2], [1.5, 2.5], ['1.5', '2.5']]]);
});

test('a large notebook is read in slices and in linear time', () => {
  const cells = Array.from({ length: 300 }, (_, k) => ({
    source: `z = [${String(k)}.5, 1]\nz`,
    value: '[1.5, 2]',
  }));
  const text = notebook(cells);
  const slices = readInSlices(text);
  let behind = -1;
  let count = 0;
  for (let step = slices.next(); ; step = slices.next()) {
    if (step.done) {
      assert.equal(step.value.arrays.length, 600);
      break;
    }
    assert.ok(typeof step.value === 'number' && step.value >= behind && step.value <= text.length);
    behind = step.value;
    count++;
  }
  assert.ok(count > 300);
});
