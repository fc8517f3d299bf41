import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { notations } from '../../../src/reader/choose';
import { read } from '../../../src/reader/read';

/** By notation: pieces that, repeated, begin what never ends, or make what is begun anew fail only at its end. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  latex: [
    '\\begin{pmatrix} 1 & 2 \\\\ ',
    '\\begin{pmatrix}',
    '\\frac12\\begin{pmatrix}',
    '\\begin{array}{',
    '\\left( \\frac{1}{2}, ',
    '(\\frac12, ',
    '$z = (1, \\, 2$ ',
  ],
  bracketed: [
    '[',
    '([{',
    '[1,',
    '[1, (2, ',
    "['",
    '["a",',
    '[1/3, ',
    '[- - ',
    '[ # a',
    '[1 ... ',
    '[tensor([1, 2]), tensor([1]), ',
    '[[1, 2], ',
    '[2]int{',
    '{1 <repeats 19 times>, ',
    '[]',
    'x = [1, 2] @ ',
    '[1](https://a) ',
  ],
  call: ['c(1, ', 'matrix(c(1,2), ', 'structure(c(1),', 'reshape((/ 1., 2. /), ', 'mat(1, 2; '],
  'php-output': ['Array\n(\n[0] => ', 'array(1) {\n[0]=>\n', 'Array\n(\n    [0] => 1\n)\n', 'Array'],
  'labelled-lines': ['z 0.5 1.5\n', 'a b c ', 'z 0.5 '],
  'result-comment': ['a # [1\n', 'a # [1, ', 'a\n# [1\n# [', '# [1\n'],
  'counted-lines': ['0 a=0.5 b=1\n', '0 a=0.5 ', 'dz[0] x: 0.5 y: 0.5\n', '0 a b c '],
  'debugger-members': ['([0] = ', '{\n[0] = 1', '([0] = ([0] = 1, ', '{ '],
  records: ['[{"z":1.5,"a":2},', '{"z":1,"a":2},'],
  'html-table': ['<table><tr><td>1', '<table', '<td>'],
  'comma-initializer': ['A << 1, 2,', '<< 1,\n', 'A << 1, 2;\n'],
  'matrix-market': ['%%MatrixMarket\n1 2\n'],
  'drawn-matrix': ['⎡1 2⎤\n', '[ 1 2 ]\n[     ]\n', '[1 2]\n\n'],
  'matlab-output': ['A =\n\n', ' Columns 1 through 2:\n\n', '   1.0e+03 *\n\n', 'ans(:,:,1) =\n\n 1 2\n\n'],
  'julia-output': ['2×2 Matrix{Float64}:\n 1 2\n', '2×2×2 Array{Float64, 3}:\n[:, :, 1] =\n 1 2\n'],
  'r-output': [
    '[1] 1 2\n',
    '     [,1] [,2]\n[1,] 1 2\n',
    '     [,1]\nr1 1\n',
    ', , 1\n\n     [,1]\n[1,] 1\n\n',
  ],
  'yaml-sequence': ['- 1\n', '- - ', '  - 1\n- [1, 2]\n', '- [1, '],
  'wiki-table': ['|===\n|1 |2\n', '||a||b||\n', '{|\n! a\n|-\n| 1\n'],
  'piped-table': ['| a | 1 |\n', '|---|---|\n', '| a | b |\n|---|---|\n| 1 |\n', '|'],
  'single-elements': [
    'a[0] = 1\n',
    'a[0][0] = 1\na[0][1] = 2\n',
    'softmax a1 = 0.5, a2 = 0.5, ',
    'J[0] = [1, 2]\n',
    '∂a_1/∂z_1 = 1\n',
  ],
  'data-frame': [
    '   a  b\n0  1  2\n',
    '   a  b  \\\n0  1  2\n\n',
    '0    1.5\n',
    '       v\nk i     \na 1  1.0\n',
    'k i\n',
  ],
  tabular: ['\\begin{tabular}{cc} z & a \\\\ 1 & ', '\\begin{tabular}{c}'],
  block: ['1 2\n3\n', 'x = 1 2\n'],
  'delimited-table': ['a,b\n1,2\n', '1;2', '"1,2\n', 'a,b,c'],
  none: [
    '{"cell_type": "code", "source": ["z = [1, ',
    '{"cell_type": "code", "source": "z = [1, 2]\\n"},',
    '"text/plain": ["[1, 2]\\n", ',
    '>>> z\n',
    'target 1\n',
    'p: 0.1, -0.2\n',
    'dz = a - t\n[1, 2]\n',
    'z = ',
    'a=b=',
    'step=3 loss=0.5 ',
    'INFO:root:',
    '**z** = ',
    '"',
    '# [1\n',
    'lorem ipsum ',
    '7',
    ' ',
    '\n',
  ],
};

const COUNTED = ['charAt', 'charCodeAt', 'startsWith', 'slice', 'indexOf'] as const;

/**
 * How often a text is looked at while `work` runs, characters that are cut out or searched counted in: a measure of time
 * that is the same in every run.
 */
function operations(work: () => void): number {
  let count = 0;
  const originals = COUNTED.map((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(String.prototype, name) ?? {};
    const original = descriptor.value as (this: string, ...given: unknown[]) => unknown;
    const counting = function (this: string, one: unknown, two: unknown): unknown {
      const result = original.call(this, one, two);
      count++;
      if (name === 'slice') count += String(result).length / 8;
      if (name === 'indexOf')
        count += ((Number(result) < 0 ? this.length : Number(result)) - Number(two ?? 0)) / 8;
      return result;
    };
    Object.defineProperty(String.prototype, name, { ...descriptor, value: counting });
    return [name, descriptor] as const;
  });
  try {
    work();
  } finally {
    for (const [name, descriptor] of originals) Object.defineProperty(String.prototype, name, descriptor);
  }
  return count;
}

test('every notation has pieces here', () => {
  for (const { id } of notations()) assert.ok(PIECES[id], id);
});

for (const [notation, pieces] of Object.entries(PIECES)) {
  test(`four times the text takes about four times the work: ${notation}`, () => {
    for (const piece of pieces) {
      const language =
        notation === 'result-comment' ? 'python' : piece.includes('...') ? 'matlab' : 'plaintext';
      const work = (length: number): number => {
        const text = piece.repeat(Math.ceil(length / piece.length));
        return operations(() => read(text, { language, evaluate }));
      };
      // Looks ahead are bounded by some thousand characters: only beyond them does work grow with the text.
      const less = work(7_000);
      const more = work(28_000);
      assert.ok(more < 6 * less + 20_000, `${JSON.stringify(piece)}: ${less} to ${more}`);
    }
  });
}
