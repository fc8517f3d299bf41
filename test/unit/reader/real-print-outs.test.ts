import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { read } from '../../../src/reader/read';

/** An array as name, shape and values. */
type Expected = readonly [name: string | null, shape: readonly number[], values: readonly number[]];

/** Forms that programs printed and that the reader once failed on; each stands for its class. */
const PRINTED: readonly (readonly [
  about: string,
  language: string,
  text: string,
  expected: readonly Expected[],
])[] = [
  ['Python log record', 'plaintext', 'INFO:root:dz = [ 0.5 -0.5]\n', [['dz', [2], [0.5, -0.5]]]],
  [
    'counter before a name',
    'plaintext',
    '[12/300] dE_dz = array([0.25, -0.25])\n',
    [['dE_dz', [2], [0.25, -0.25]]],
  ],
  ['Go log', 'plaintext', '2024/05/01 10:15:30 p_t: [0.25 0.75]\n', [['p_t', [2], [0.25, 0.75]]]],
  ['Go struct', 'plaintext', '{Name:net Ds:[0.5 -0.5]}\n', [['Ds', [2], [0.5, -0.5]]]],
  [
    'Go %#v of rows',
    'plaintext',
    '[][]float64{[]float64{0.5, 1}, []float64{1.5, 2}, []float64{2.5, 3}}\n',
    [[null, [3, 2], [0.5, 1, 1.5, 2, 2.5, 3]]],
  ],
  [
    'values given to other names on the line',
    'plaintext',
    'INFO step=3 loss=0.693 dE/dz=[0.5, -0.5]\n',
    [['dE/dz', [2], [0.5, -0.5]]],
  ],
  [
    'Keras-like line',
    'plaintext',
    'Epoch 3/10 - loss: 0.6931 - acc: 0.5 - z: [1.75, 1.75]\n',
    [['z', [2], [1.75, 1.75]]],
  ],
  [
    'numbered and bulleted lines',
    'plaintext',
    '1) z = (1.75, 0.5)\n\n- a: [0.78, 0.22]\n\n[rank0]: t = [1, 0]\n',
    [
      ['z', [2], [1.75, 0.5]],
      ['a', [2], [0.78, 0.22]],
      ['t', [2], [1, 0]],
    ],
  ],
  ['arrows', 'plaintext', 'y_hat → (0.25, 0.75)\n', [['y_hat', [2], [0.25, 0.75]]]],
  ['semicolons in parentheses', 'plaintext', 'dz = (1.500; -0.250)\n', [['dz', [2], [1.5, -0.25]]]],
  [
    'console.table',
    'plaintext',
    '┌─────────┬──────┬─────┐\n│ (index) │ 0    │ 1   │\n├─────────┼──────┼─────┤\n│ 0       │ 0.5  │ 1.5 │\n│ 1       │ -0.5 │ 2.5 │\n└─────────┴──────┴─────┘\n',
    [[null, [2, 2], [0.5, 1.5, -0.5, 2.5]]],
  ],
  [
    'split columns without a name',
    'plaintext',
    ' Columns 1 through 2:\n\n   0.5000   1.5000\n   2.5000   3.5000\n\n Column 3:\n\n  -1.0000\n  -2.0000\n\n',
    [[null, [2, 3], [0.5, 1.5, -1, 2.5, 3.5, -2]]],
  ],
  [
    'R list of matrices',
    'plaintext',
    '[[1]]\n          [,1]      [,2]\n[1,] -1.080197 0.7022451\n\n[[2]]\n          [,1]\n[1,] -1.080197\n',
    [
      [null, [1, 2], [-1.080197, 0.7022451]],
      [null, [1, 1], [-1.080197]],
    ],
  ],
  [
    'R rows with names',
    'plaintext',
    '   [,1] [,2]\nr1  0.5    1\nr2  1.5    2\n',
    [[null, [2, 2], [0.5, 1, 1.5, 2]]],
  ],
  [
    'R dimensions as a range',
    'r',
    'J <- structure(c(1, 2, 3, 4, 5, 6), dim = 3:2)\n',
    [['J', [3, 2], [1, 4, 2, 5, 3, 6]]],
  ],
  [
    'polars series',
    'plaintext',
    "shape: (2,)\nSeries: 'grad' [f64]\n[\n\t-0.25\n\t1.5\n]\n",
    [['grad', [2], [-0.25, 1.5]]],
  ],
  [
    'xarray',
    'plaintext',
    "<xarray.DataArray 'T' (x: 1, y: 2)> Size: 16B\narray([[-1.589,  2.222]])\nCoordinates:\n  * x        (x) int64 8B 10\n",
    [['T', [1, 2], [-1.589, 2.222]]],
  ],
  [
    'pandas: words before numbered columns',
    'plaintext',
    '      model         0         1\n0       mlp  0.643655 -0.090696\n1  resnet50 -0.639896  0.195911\n',
    [[null, [2, 2], [0.643655, -0.090696, -0.639896, 0.195911]]],
  ],
  [
    'pandas: two labels, the first left out where it repeats',
    'plaintext',
    '        x1         t\nk i                 \na 1   0.50  173.6442\n  2 -10.25  -69.3658\n',
    [[null, [2, 2], [0.5, 173.6442, -10.25, -69.3658]]],
  ],
  [
    'pandas: a name for the labels',
    'plaintext',
    '         x     y\nrun             \nb     0.25  0.75\nc     0.50  0.50\n',
    [[null, [2, 2], [0.25, 0.75, 0.5, 0.5]]],
  ],
  [
    'pandas: series with two labels',
    'plaintext',
    'k  i\na  1    0.50\n   2    0.25\nName: v, dtype: float64\n',
    [['v', [2], [0.5, 0.25]]],
  ],
  [
    'pandas: numbered columns that go on',
    'plaintext',
    '      0     1  \\\n0  0.25  0.75   \n1  0.50  0.50   \n\n      2  \n0  1.25  \n1  1.50  \n',
    [[null, [2, 3], [0.25, 0.75, 1.25, 0.5, 0.5, 1.5]]],
  ],
  ['csv with an unnamed index', 'csv', ',t\n0,0.25\n1,0.75\n', [[null, [2, 1], [0.25, 0.75]]]],
  [
    'labelled rows of a spreadsheet',
    'plaintext',
    'run\terr (%)\ttime [s]\nrun 1\t0.5\t1.5\nrun 2\t0.25\t2.5\n',
    [[null, [2, 2], [0.5, 1.5, 0.25, 2.5]]],
  ],
  [
    'LaTeX: groups and colours around a cell',
    'latex',
    "\\[\nz' = \\begin{bmatrix} {0.5} & \\color{red}-0.25 \\\\ {-\\,1.5} & \\log{\\left(1 \\right)} \\end{bmatrix}\n\\]\n",
    [["z'", [2, 2], [0.5, -0.25, -1.5, 0]]],
  ],
  ['LaTeX: approximately', 'latex', 'a \\approx (0.5,\\, 0.25)\n', [['a', [2], [0.5, 0.25]]]],
  [
    'Typst: a name outside the formula',
    'typst',
    '#let J = $mat(0.5, 1; 1.5, 2)$\n',
    [['J', [2, 2], [0.5, 1, 1.5, 2]]],
  ],
  [
    'Wolfram: brackets of a call',
    'wolfram',
    'z = N[{{0.5, 1}, {1.5, 2}}];\n',
    [[null, [2, 2], [0.5, 1, 1.5, 2]]],
  ],
  [
    'Julia: typed rows',
    'julia',
    'J = Float32[1.5 -0.25\n     0.75 1.0]\n',
    [['J', [2, 2], [1.5, -0.25, 0.75, 1]]],
  ],
  [
    'tensors of different shapes in a tuple',
    'plaintext',
    '(tensor([[ 2.3519, -2.2450],\n        [ 2.3519, -2.2450]]), tensor([3., 4., 5.]))\n',
    [
      [null, [2, 2], [2.3519, -2.245, 2.3519, -2.245]],
      [null, [3], [3, 4, 5]],
    ],
  ],
  [
    'TensorFlow below a prompt',
    'plaintext',
    '>>> dE_dz\ntf.Tensor(\n[[-0.25]\n [ 0.5 ]], shape=(2, 1), dtype=float32)\n',
    [['dE_dz', [2, 1], [-0.25, 0.5]]],
  ],
  [
    'AsciiDoc',
    'asciidoc',
    '[options="header"]\n|===\n|z |a\n\n|0.5 |0.25\n|1.5 |0.75\n|===\n',
    [[null, [2, 2], [0.5, 0.25, 1.5, 0.75]]],
  ],
  [
    'AsciiDoc, a line for each cell',
    'asciidoc',
    '|===\n|z |a\n\n|0.5\n|0.25\n\n|1.5\n|0.75\n|===\n',
    [[null, [2, 2], [0.5, 0.25, 1.5, 0.75]]],
  ],
  ['Jira', 'plaintext', '||z||a||\n|0.5|0.25|\n|1.5|0.75|\n', [[null, [2, 2], [0.5, 0.25, 1.5, 0.75]]]],
  [
    'MediaWiki',
    'plaintext',
    '{| class="wikitable"\n! z !! a\n|-\n| 0.5 || 0.25\n|-\n| 1.5\n| 0.75\n|}\n',
    [[null, [2, 2], [0.5, 0.25, 1.5, 0.75]]],
  ],
  [
    'a line for each element',
    'plaintext',
    'J[0][0] = 0.25\nJ[0][1] = -0.25\nJ[1][0] = -0.25\nJ[1][1] = 0.25\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'dashes of YAML are no labels',
    'yaml',
    'w:\n- - 0.59\n  - 0.03\n- - 0.62\n  - 0.38\n',
    [['w', [2, 2], [0.59, 0.03, 0.62, 0.38]]],
  ],
  ['signs before other bases', 'python', 'm = [-0x10, 0x10, -0b11]\n', [['m', [3], [-16, 16, -3]]]],
  ['an empty matrix', 'matlab', 'E =\n\n  0×3 empty double matrix\n\n', [['E', [0, 3], []]]],
  ['an empty matrix that is none', 'yaml', 'E =\n\n  10×3 empty double matrix\n\n', []],
  [
    'an empty cell',
    'markdown',
    '| z | a |\n|---|---|\n| 0.5 | |\n| 1.5 | 2.5 |\n',
    [[null, [2, 2], [0.5, NaN, 1.5, 2.5]]],
  ],
  [
    'numbers that do not count columns are no headers',
    'plaintext',
    '   1  7\n0  1  2\n1  3  4\n',
    [
      [null, [2], [1, 7]],
      [null, [2, 3], [0, 1, 2, 1, 3, 4]],
    ],
  ],
  [
    'a line for each element, one left out',
    'plaintext',
    'a[0][0] = 1\na[0][1] = 2\na[0][2] = 3\na[1][1] = 4\n',
    [],
  ],
  ['a row of R left out', 'plaintext', '     [,1]\n[1,]  0.5\n[3,]  1.5\n', [[null, [1, 1], [0.5]]]],
];

for (const [about, language, text, expected] of PRINTED) {
  test(`read: ${about}`, () => {
    const { arrays, refusals } = read(text, { language, evaluate });
    assert.deepEqual(
      arrays.map(({ name, shape, values }) => [name, shape, [...values]]),
      expected,
    );
    assert.deepEqual(refusals, []);
  });
}

/** Texts that hold no array, and nothing that a person would call a broken one. */
const NONE: readonly (readonly [about: string, language: string, text: string])[] = [
  ['names of files', 'plaintext', 'dirs dev{32,64} and doc.{0,3}, u{,1,2,4,8}, sh{3,4}.mk\n'],
  [
    'commits and links',
    'markdown',
    '* fix ([3643338](https://a.b/c)) and [1e58909] see [2.2](https://a.b)\n',
  ],
  ['words in brackets', 'plaintext', '* read.c (eval): [SV 47960]\n* **URL**: [Uniform Resource Locator]\n'],
  ['arguments that are left out', 'plaintext', 'Use SET_BINARY (NULL, X, ...) and STREQ (env, "0")\n'],
  ['a dash in prose', 'plaintext', 'You can [get these -- I use them for testing. A lot]\n'],
  ['a body of statements', 'javascript', "run(() => {\n  p = go(42);\n  log('world');\n});\n"],
  ['an operator', 'cpp', 'inline bool operator==(const A& a, const A& b);\n'],
  ['versions that are compared', 'python', 'if sys.version_info >= (3, 8):\n    pass\n'],
  [
    'calls with a blank',
    'octave',
    'li = zeros (1, 4);\naxesunits = get (0, "defaultaxesunits");\nx = c(2) * y;\n',
  ],
  ['coordinates', 'plaintext', '  (2, 1) -> 3\n  (1, 2) -> 2.5000\n'],
  ['words of YAML', 'yaml', 'layers: [dense, relu]\n'],
  ['a formula', 'latex', '\\[ 3, 4 \\]\n'],
  ['statements below a call', 'python', '    try:\n        main()\n        rc = 0\n'],
];

for (const [about, language, text] of NONE) {
  test(`nothing is read: ${about}`, () => {
    const { arrays, refusals } = read(text, { language, evaluate });
    assert.deepEqual([arrays.map(({ span }) => text.slice(span.start, span.end)), refusals], [[], []]);
  });
}
