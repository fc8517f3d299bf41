import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementSpans } from '../../../src/reader/element-spans';
import { read } from '../../../src/reader/read';

type Expected = readonly [name: string | null, shape: readonly number[], values: readonly number[]];

/** What programs and debuggers print without the signs that names and arrays mostly have. */
const PRINTED: readonly (readonly [about: string, text: string, expected: readonly Expected[]])[] = [
  [
    'lines of a label and numbers',
    'z 1.2 -0.4 0.7\nkeras delta   0.1  -0.2 0.1\nd_in (check) 1 0 -1e-3\n',
    [
      ['z', [3], [1.2, -0.4, 0.7]],
      ['keras delta', [3], [0.1, -0.2, 0.1]],
      ['d_in (check)', [3], [1, 0, -1e-3]],
    ],
  ],
  [
    'elements written one by one',
    'Softmax of z1 = 1.75, z2 = -0.5 is a_1 = e^{1.75}/6.36 = 0.9, a_2=0.1.\n$t_{1} = 0$, $t_{2} = 1$\n',
    [
      ['z', [2], [1.75, -0.5]],
      ['a', [2], [0.9, 0.1]],
      ['t', [2], [0, 1]],
    ],
  ],
  [
    'entries of a Jacobian, in any order',
    '∂a₁/∂z₁ = 0.09\n∂a₂/∂z₁ = -0.08, ∂a₁/∂z₂ = -0.07\n\\frac{\\partial a_2}{\\partial z_2} &= 0.06 \\\\\n',
    [['da/dz', [2, 2], [0.09, -0.07, -0.08, 0.06]]],
  ],
  ['layers are none', 'sigmoid: z1 = 0.5, z2 = 0.25\na1 = 0.6, a2 = 0.5\n', []],
  [
    'rows of a matrix one by one',
    'J[0] = [0.2, -0.1, -0.1]\nJ[1] = [-0.1, 0.3, -0.2]\nJ[2] = [-0.1, -0.2, 0.3]\n',
    [['J', [3, 3], [0.2, -0.1, -0.1, -0.1, 0.3, -0.2, -0.1, -0.2, 0.3]]],
  ],
  [
    'a name behind other fields of a log',
    'level=debug msg="bwd" layer=softmax out=[0.5, 0.5]\n',
    [['out', [2], [0.5, 0.5]]],
  ],
  ['signs and digits of double width', 'ｚ＝［１．５，－２］', [['z', [2], [1.5, -2]]]],
  ['two such lines are prose', 'In 2017 12 of them\nwent 0.5 1.5\nand 0.5 2.5\n', []],
  ['so are lines that count', 'row 0.5 1.5\nrow 2.5 3.5\nrow 4.5 5.5\n', []],
  [
    'a variable that gdb prints',
    '(gdb) p probs\n$2 = std::vector of length 2, capacity 2 = {0.25, 0.75}\n(gdb) p *z@2\n$3 = {1.5, -2}\n',
    [
      ['probs', [2], [0.25, 0.75]],
      ['z', [2], [1.5, -2]],
    ],
  ],
  [
    'members that lldb prints',
    '(lldb) p a\n(double[2]) $1 = ([0] = 0.25, [1] = 0.75)\n(lldb) v J\n(double[2][2]) J = {\n  [0] = ([0] = 0.1, [1] = -0.1)\n  [1] = ([0] = -0.1, [1] = 0.1)\n}\n',
    [
      ['a', [2], [0.25, 0.75]],
      ['J', [2, 2], [0.1, -0.1, -0.1, 0.1]],
    ],
  ],
  [
    'a vector that lldb prints',
    '(lldb) p dy\n(std::vector<float>) size=3 {\n  [0] = 0.5\n  [1] = -1\n  [2] = 0.5\n}\n',
    [['dy', [3], [0.5, -1, 0.5]]],
  ],
  ['a member that R echoes', '> out$dz\n[1]  0.25 -0.25\n', [['dz', [2], [0.25, -0.25]]]],
  [
    'a factor before a matrix',
    '$J = \\frac{1}{100}\\begin{pmatrix} 16 & -16 \\\\ -16 & 16 \\end{pmatrix}$, $z = \\tfrac12 \\left(\\begin{array}{c} 1 \\\\ 3 \\end{array}\\right)$',
    [
      ['J', [2, 2], [0.16, -0.16, -0.16, 0.16]],
      ['z', [2, 1], [0.5, 1.5]],
    ],
  ],
];

for (const [about, text, expected] of PRINTED) {
  test(about, () => {
    const { arrays, refusals } = read(text);
    assert.deepEqual(
      arrays.map(({ name, shape, values }) => [name, [...shape], [...values]]),
      expected,
    );
    assert.deepEqual(refusals, []);
    for (const array of arrays) {
      assert.equal(array.place.part, 'whole');
      assert.equal(elementSpans(text, array).length, array.values.length);
    }
  });
}
