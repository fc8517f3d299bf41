import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { elementSpans } from '../../../src/reader/element-spans';
import { read } from '../../../src/reader/read';

/** An array as name, shape and values. */
type Expected = readonly [name: string | null, shape: readonly number[], values: readonly (number | 'nan')[]];

/** Layouts and notations that are in none of the samples; each stands for its class. No language is '' here. */
const PRINTED: readonly (readonly [
  about: string,
  language: string,
  text: string,
  expected: readonly Expected[],
])[] = [
  [
    'values below formulas, with a setting behind a comma',
    '',
    'classes x samples layout\nZ =\n[[-1.53  1.24]\n [ 0.56  0.32]]\ndZ = (A - Y)/m, m = 2\n[[ 0.04455  0.33491]\n [ 0.36019  0.13347]]\ndb = sum(dZ, axis=1)\n[ 0.37946  0.49366]',
    [
      ['Z', [2, 2], [-1.53, 1.24, 0.56, 0.32]],
      ['dZ', [2, 2], [0.04455, 0.33491, 0.36019, 0.13347]],
      ['db', [2], [0.37946, 0.49366]],
    ],
  ],
  [
    'a value below a product',
    '',
    'J = diag(a) - a a^T\n[[0.25, -0.25],\n [-0.25, 0.25]]\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'a value below a difference and a blank line',
    '',
    'dz = a - t\n\n[0.5, -0.5]\n',
    [['dz', [2], [0.5, -0.5]]],
  ],
  [
    'a shape that is told beside a name',
    '',
    'attention scores, shape (2, 2):\n[[1.5, 2.5], [0.5, 0.1]]\n',
    [[null, [2, 2], [1.5, 2.5, 0.5, 0.1]]],
  ],
  [
    'a size that is told beside a name',
    '',
    'logits of size (2, 2):\n[[1.5, 2.5], [0.5, 0.1]]\n',
    [['logits', [2, 2], [1.5, 2.5, 0.5, 0.1]]],
  ],
  [
    'a warning between a prompt and its value',
    'python',
    '>>> z / z.sum()\n<stdin>:1: RuntimeWarning: overflow encountered in exp\narray([nan, nan, 0., 0.])\n',
    [[null, [4], ['nan', 'nan', 0, 0]]],
  ],
  [
    'a setting between a formula and its value',
    '',
    'update = alpha*G*grad log pi, alpha=0.1 = [-0.12, 0.12]\n',
    [['update', [2], [-0.12, 0.12]]],
  ],
  [
    'a prompt that assigns and echoes',
    'python',
    '>>> dz = a - t; dz\narray([ 0.5, -0.5])\n',
    [['dz', [2], [0.5, -0.5]]],
  ],
  ['what print was given', 'python', 'print(dz)\n[ 0.5 -0.5]\n', [['dz', [2], [0.5, -0.5]]]],
  [
    'Fortran declarations',
    'fortran-modern',
    'real(8), parameter :: z(2) = [1.75d0, 1.75D0]\nreal :: A(2,2) = reshape((/ 1., 2., 3., 4. /), (/2, 2/)) ! [9]\ninteger, dimension(3) :: k = [1, -2, 3]\nreal :: w(3) = [1.0e-3_dp, .5, 2.e0]\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['A', [2, 2], [1, 3, 2, 4]],
      ['k', [3], [1, -2, 3]],
      ['w', [3], [0.001, 0.5, 2]],
    ],
  ],
  [
    'MatrixForm below its label',
    'wolfram',
    'In[1]:= A = {{1, 2}, {3, 4}}; A // MatrixForm\n\nOut[1]//MatrixForm=\n                    1   2\n\n                    3   4\n',
    [
      ['A', [2, 2], [1, 2, 3, 4]],
      ['Out[1]', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  [
    'MatrixForm behind its label',
    'wolfram',
    'Out[3]//MatrixForm= 0.25    -0.25\n\n                    -0.25   0.25\n',
    [['Out[3]', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'a comment behind a row',
    '',
    '# t x\n0.0 1.0\n0.1 1.5   # peak\n0.2 -1.0\n',
    [[null, [3, 2], [0, 1, 0.1, 1.5, 0.2, -1]]],
  ],
  [
    'names in prose',
    'markdown',
    'For z := (1.75, 1.75) and the target y = (1, 0), the softmax is ŷ = (1/2, 1/2), hence ∂E/∂z = (−½, ½).\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['y', [2], [1, 0]],
      ['ŷ', [2], [0.5, 0.5]],
      ['∂E/∂z', [2], [-0.5, 0.5]],
    ],
  ],
  [
    'letters behind the words for them',
    'markdown',
    'With the logits z = (1, 2) and so the probabilities are a = (0.27, 0.73); target t = (0, 1).\n',
    [
      ['z', [2], [1, 2]],
      ['a', [2], [0.27, 0.73]],
      ['t', [2], [0, 1]],
    ],
  ],
  [
    '\\pmatrix of plain TeX',
    'latex',
    '$$J = \\pmatrix{0.25 & -0.25 \\cr -0.25 & 0.25}$$',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'citations',
    'markdown',
    'As shown in [1], [2, 3] and [4–7], attention scales (see Sec. 2.1, p. 14).\n',
    [],
  ],
  ['citations with commas', 'markdown', 'See [12, 34] and [3,4,5] for details.\n', []],
  [
    'C type of two words',
    '',
    'unsigned char img[2][2][2] = {{{0, 255}, {128, 7}}, {{1, 2}, {3, 4}}};\n',
    [['img', [2, 2, 2], [0, 255, 128, 7, 1, 2, 3, 4]]],
  ],
  [
    'C++ digit separators',
    '',
    "const long big[] = {1'000'000, 12'500, -7};\n",
    [['big', [3], [1000000, 12500, -7]]],
  ],
  [
    'Pascal without a language id',
    '',
    'const\n  z: array[0..1] of Double = (1.75, 1.75);\n  W: array[1..2, 1..2] of Integer = ((1, 2), (3, 4)); { old [9] }\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['W', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  [
    'MATLAB continuation without a language id',
    '',
    'x = [1, 2, ... three more\n     3, 4];\n',
    [['x', [1, 4], [1, 2, 3, 4]]],
  ],
  [
    'Fortran without a language id',
    '',
    'program t\n  implicit none\n  real :: a(3) = [0.1, 0.2, 0.7]\n  print *, a\nend program\n',
    [['a', [3], [0.1, 0.2, 0.7]]],
  ],
  ['print_r', '', 'Array\n(\n    [0] => -0.5\n    [1] => 1.25\n)\n', [[null, [2], [-0.5, 1.25]]]],
  [
    'print_r of a matrix',
    '',
    '$J = Array\n(\n    [0] => Array\n        (\n            [0] => 0.25\n            [1] => -0.25\n        )\n\n    [1] => Array\n        (\n            [0] => -0.25\n            [1] => 0.25\n        )\n\n)\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'print_r of names',
    '',
    'Array\n(\n    [z] => Array\n        (\n            [0] => 1.75\n            [1] => 0.5\n        )\n\n    [loss] => 0.69\n    [a] => Array\n        (\n            [0] => 0.6\n            [1] => 0.4\n        )\n\n)\n',
    [
      ['z', [2], [1.75, 0.5]],
      ['a', [2], [0.6, 0.4]],
    ],
  ],
  ['var_export', 'php', '$p = array (\n  0 => 0.5,\n  1 => -1.5E-5,\n);\n', [['$p', [2], [0.5, -0.000015]]]],
  [
    'var_export of names and matrices',
    '',
    "array (\n  'z' => \n  array (\n    0 => 1.75,\n    1 => 0.5,\n  ),\n  'J' => \n  array (\n    0 => \n    array (\n      0 => 0.25,\n      1 => -0.25,\n    ),\n    1 => \n    array (\n      0 => -0.25,\n      1 => 0.25,\n    ),\n  ),\n)\n",
    [
      ['z', [2], [1.75, 0.5]],
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
    ],
  ],
  ['var_dump', '', 'array(2) {\n  [0]=>\n  float(1.75)\n  [1]=>\n  int(2)\n}\n', [[null, [2], [1.75, 2]]]],
  [
    'var_dump of a matrix',
    '',
    'array(2) {\n  [0]=>\n  array(2) {\n    [0]=>\n    float(0.25)\n    [1]=>\n    float(-0.25)\n  }\n  [1]=>\n  array(2) {\n    [0]=>\n    float(-0.25)\n    [1]=>\n    float(0.25)\n  }\n}\n',
    [[null, [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'var_dump of names',
    '',
    'array(1) {\n  ["z"]=>\n  array(2) {\n    [0]=>\n    float(1.75)\n    [1]=>\n    float(0.5)\n  }\n}\n',
    [['z', [2], [1.75, 0.5]]],
  ],
  [
    'PHP literals',
    'php',
    "<?php\n$z = [1.75, 0.5];\n$J = array(array(0.25, -0.25), array(-0.25, 0.25));\n$x = ['z' => [1.5, 2.5]];\n",
    [
      ['$z', [2], [1.75, 0.5]],
      ['$J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['z', [2], [1.5, 2.5]],
    ],
  ],
  [
    'Data::Dumper',
    '',
    "$VAR1 = [\n          '0.5',\n          '-0.25'\n        ];\n",
    [['VAR1', [2], [0.5, -0.25]]],
  ],
  [
    'Data::Dumper of names',
    '',
    "$VAR1 = {\n          'z' => [\n                   '1.75',\n                   '0.5'\n                 ],\n          'a' => [\n                   '0.78',\n                   '0.22'\n                 ]\n        };\n",
    [
      ['z', [2], [1.75, 0.5]],
      ['a', [2], [0.78, 0.22]],
    ],
  ],
  [
    'rows in brackets below a name',
    '',
    'J =\n[0.25, -0.25]\n[-0.25, 0.25]\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'rows below a name and a colon',
    '',
    'J:\n[0.25, -0.25]\n[-0.25, 0.25]\ndz: [0.5, -0.5]\n',
    [
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['dz', [2], [0.5, -0.5]],
    ],
  ],
  [
    'NumPy rows below a name',
    '',
    'J =\n[ 0.25 -0.25]\n[-0.25  0.25]\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'two vectors without names',
    '',
    '[0.5, 0.25]\n[0.1, 0.9]\n',
    [
      [null, [2], [0.5, 0.25]],
      [null, [2], [0.1, 0.9]],
    ],
  ],
  [
    'rows below the first one',
    '',
    'J = [0.25, -0.25]\n    [-0.25, 0.25]\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'two vectors are no matrix',
    '',
    'z = [0.25, -0.25]\n[0.5, 0.5]\n',
    [
      ['z', [2], [0.25, -0.25]],
      [null, [2], [0.5, 0.5]],
    ],
  ],
  [
    'columns counted from 0 without an index',
    '',
    '  0   1    2\n0.5 1.0 -2.5\n0.1 0.2  0.3\n',
    [[null, [2, 3], [0.5, 1, -2.5, 0.1, 0.2, 0.3]]],
  ],
  [
    'pandas to_csv with semicolons',
    'csv',
    ';0;1;2\n0;0.5;0.0;1.0\n1;0.0;1.0;0.0\n',
    [[null, [2, 3], [0.5, 0, 1, 0, 1, 0]]],
  ],
  [
    'pandas to_csv of numbered columns',
    'csv',
    ',0,1\n0,0.5,0.0\n1,0.0,1.0\n',
    [[null, [2, 2], [0.5, 0, 0, 1]]],
  ],
  ['SymPy matrix of one row', '', '[5  2.41  -2.72]\n', [[null, [1, 3], [5, 2.41, -2.72]]]],
  [
    'SAS/IML',
    '',
    'J = {0.25 -0.25,\n     -0.25 0.25};\nz = {1.75, 0.5};\n',
    [
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['z', [2], [1.75, 0.5]],
    ],
  ],
  [
    'Stata matrix',
    '',
    'matrix J = (0.25, -0.25 \\ -0.25, 0.25)\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'Stata matrix list',
    '',
    'J[2,2]\n       c1    c2\nr1    .25  -.25\nr2   -.25   .25\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'Fortran double precision rows',
    '',
    '  0.25D+00 -0.25D+00\n -0.25D+00  0.25D+00\n',
    [[null, [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'Fortran list with slashes',
    'fortran',
    '      DATA Z /1.75, 0.5/\n      real :: z(2) = (/ 1.75, 0.5 /)\n',
    [['z', [2], [1.75, 0.5]]],
  ],
  [
    'Lua tables',
    'lua',
    'local z = {1.75, 0.5}\nlocal J = {{0.25, -0.25}, {-0.25, 0.25}}\nlocal t = {[1] = 0, [2] = 1}\nx = {z = {1.5, 2}}\n',
    [
      ['z', [2], [1.75, 0.5]],
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['z', [2], [1.5, 2]],
    ],
  ],
  [
    'Lua Torch prompt',
    '',
    'th> z\n 1.7500\n 0.5000\n[torch.DoubleTensor of size 2]\n',
    [['z', [2], [1.75, 0.5]]],
  ],
  [
    'Perl literals',
    'perl',
    'my @z = (1.75, 0.5);\nmy $J = [[0.25, -0.25], [-0.25, 0.25]];\nmy %h = (z => [1.5, 2]);\n',
    [
      ['@z', [2], [1.75, 0.5]],
      ['$J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['z', [2], [1.5, 2]],
    ],
  ],
  [
    'Scala and Breeze literals',
    'scala',
    'val z = Array(1.75, 0.5)\nval J: Array[Array[Double]] = Array(Array(0.25, -0.25), Array(-0.25, 0.25))\nval d = DenseMatrix((0.25, -0.25), (-0.25, 0.25))\nval v = DenseVector(1.0, 2.0)\n',
    [
      ['z', [2], [1.75, 0.5]],
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['d', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['v', [2], [1, 2]],
    ],
  ],
  [
    'GHCi',
    '',
    'ghci> z\n[1.75,0.5]\nghci> [[0.25,-0.25],[-0.25,0.25]]\n[[0.25,-0.25],[-0.25,0.25]]\n',
    [
      ['z', [2], [1.75, 0.5]],
      [null, [2, 2], [0.25, -0.25, -0.25, 0.25]],
      [null, [2, 2], [0.25, -0.25, -0.25, 0.25]],
    ],
  ],
  [
    'SciPy sparse matrix',
    '',
    "<Compressed Sparse Row sparse matrix of dtype 'float64'\n\twith 3 stored elements and shape (2, 2)>\n  Coords\tValues\n  (0, 0)\t0.25\n  (0, 1)\t-0.25\n  (1, 1)\t0.5\n",
    [],
  ],
  ['SciPy sparse matrix, older', '', '  (0, 0)\t0.25\n  (0, 1)\t-0.25\n  (1, 1)\t0.5\n', []],
  [
    'a size above an array',
    '',
    'torch.Size([2, 3])\nz.shape = torch.Size([2, 3])\ntensor([0., 1.])\n',
    [[null, [2], [0, 1]]],
  ],
  [
    'tf.Variable',
    '',
    "<tf.Variable 'dense/kernel:0' shape=(2, 2) dtype=float32, numpy=\narray([[ 0.25, -0.25],\n       [-0.25,  0.25]], dtype=float32)>\n",
    [['dense/kernel', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'Keras variable',
    '',
    '<KerasVariable shape=(2,), dtype=float32, path=dense/bias, value=[0.5 0.1]>\n',
    [['dense/bias', [2], [0.5, 0.1]]],
  ],
  [
    'two arrays one below the other',
    '',
    'Array([[ 0.25, -0.25],\n       [-0.25,  0.25]], dtype=float32)\nDeviceArray([0.5, 0.5], dtype=float32, weak_type=True)\n',
    [
      [null, [2, 2], [0.25, -0.25, -0.25, 0.25]],
      [null, [2], [0.5, 0.5]],
    ],
  ],
  [
    'R named vector with its prompt',
    '',
    '> softmax\n   cat    dog \n0.7800 0.2200 \n',
    [['softmax', [2], [0.78, 0.22]]],
  ],
  ['Julia Float32 literals', 'julia', 'z = Float32[1.75f0, 5f-1]\n', [['z', [2], [1.75, 0.5]]]],
  ['MATLAB live script', '', 'z = 1×2\n    1.7500    0.5000\n\n', [['z', [1, 2], [1.75, 0.5]]]],
  [
    'MATLAB live script matrix',
    '',
    'J = 2×2\n    0.2500   -0.2500\n   -0.2500    0.2500\n\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'MATLAB table',
    '',
    'T =\n\n  2×2 table\n\n     z       a  \n    ____    ____\n\n    1.75    0.78\n     0.5    0.22\n\n',
    [[null, [2, 2], [1.75, 0.78, 0.5, 0.22]]],
  ],
  [
    'Octave columns',
    '',
    'W =\n\n Columns 1 through 3:\n\n   1   2   3\n   4   5   6\n\n Columns 4 and 5:\n\n   7   8\n   9  10\n\n',
    [['W', [2, 5], [1, 2, 3, 7, 8, 4, 5, 6, 9, 10]]],
  ],
  [
    'pasted rows with labels',
    '',
    'z\t1.75\t0.5\na\t0.78\t0.22\nt\t0\t1\n',
    [[null, [3, 2], [1.75, 0.5, 0.78, 0.22, 0, 1]]],
  ],
  [
    'pasted cells with decimal commas',
    '',
    'z\ta\n1,75\t0,78\n0,5\t0,22\n',
    [[null, [2, 2], [1.75, 0.78, 0.5, 0.22]]],
  ],
  [
    'Python logging with milliseconds',
    '',
    '2024-05-01 10:00:00,123 - train - INFO - dz: [0.78 -0.78], norm: 1.1\n',
    [['dz', [2], [0.78, -0.78]]],
  ],
  [
    'smallmatrix in \\bigl',
    'latex',
    '$J = \\bigl(\\begin{smallmatrix}0.25&-0.25\\\\-0.25&0.25\\end{smallmatrix}\\bigr)$',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    '\\hfill in cells',
    'latex',
    '\\begin{bmatrix} 0.25 \\hfill & -0.25 \\hfill \\\\ -0.25 & 0.25 \\end{bmatrix}',
    [[null, [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'siunitx',
    'latex',
    '$a = \\begin{pmatrix} \\num{0.5} \\\\ \\num{5e-1} \\end{pmatrix}$',
    [['a', [2, 1], [0.5, 0.5]]],
  ],
  ['siunitx tuple', 'latex', '$a = (\\num{0.5}, \\num{2.5e-3})$', [['a', [2], [0.5, 0.0025]]]],
  ['\\langle and \\rangle', 'latex', '$z = \\langle 1.75, 0.5 \\rangle$', [['z', [2], [1.75, 0.5]]]],
  [
    'pNiceMatrix',
    'latex',
    '$J = \\begin{pNiceMatrix} 0.25 & -0.25 \\\\ -0.25 & 0.25 \\end{pNiceMatrix}$',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  ['\\textcolor', 'latex', '$a = (\\textcolor{red}{0.5}, \\mathbf{0.5})$', [['a', [2], [0.5, 0.5]]]],
  ['percentages in LaTeX', 'latex', '$a = (78\\%, 22\\%)$', [['a', [2], [0.78, 0.22]]]],
  [
    'the next line of an alignment',
    'latex',
    '\\begin{eqnarray*}\n\\frac{\\partial E}{\\partial z} & = & (0.5, -0.5) \\\\\n & = & (0.5, -0.5)\n\\end{eqnarray*}',
    [
      ['\\frac{\\partial E}{\\partial z}', [2], [0.5, -0.5]],
      ['\\frac{\\partial E}{\\partial z}', [2], [0.5, -0.5]],
    ],
  ],
  [
    'Typst mat with a delimiter',
    'typst',
    '$ J = mat(delim: "[", 0.25, -0.25; -0.25, 0.25) $\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'MathML',
    '',
    '<math><mi>z</mi><mo>=</mo><mfenced><mtable><mtr><mtd><mn>1.75</mn></mtd><mtd><mn>0.5</mn></mtd></mtr><mtr><mtd><mo>-</mo><mn>0.25</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable></mfenced></math>',
    [['z', [2, 2], [1.75, 0.5, -0.25, 1]]],
  ],
  [
    'C# literals',
    'csharp',
    'double[,] J = { { 0.25, -0.25 }, { -0.25, 0.25 } };\nvar z = new[] { 1.75, 0.5 };\nvar v = Vector<double>.Build.Dense(new double[] {1, 2});\nfloat[] t = [0f, 1f];\n',
    [
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      ['z', [2], [1.75, 0.5]],
      ['v', [2], [1, 2]],
      ['t', [2], [0, 1]],
    ],
  ],
  ['ND4J create', 'java', 'INDArray z = Nd4j.create(new double[]{1.75, 0.5});\n', [['z', [2], [1.75, 0.5]]]],
  [
    'a Maxima session',
    '',
    '(%i1) J: matrix([0.25, -0.25], [-0.25, 0.25]);\n                [  0.25  - 0.25 ]\n(%o1)           [               ]\n                [ - 0.25  0.25  ]\n',
    [
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
      [null, [2, 2], [0.25, -0.25, -0.25, 0.25]],
    ],
  ],
  [
    'a loop over the classes',
    '',
    'dz[0]  numeric: +0.25  analytic: -0.25  rel. error: 1.00e+00\ndz[1]  numeric: -0.25  analytic: +0.25  rel. error: 1.00e+00\n',
    [
      ['dz numeric', [2], [0.25, -0.25]],
      ['dz analytic', [2], [-0.25, 0.25]],
    ],
  ],
  [
    'a loop over the classes, by a letter',
    '',
    'i=1 a=0.25 t=0\ni=2 a=0.75 t=1\n',
    [
      ['a', [2], [0.25, 0.75]],
      ['t', [2], [0, 1]],
    ],
  ],
  ['a loop over epochs', '', 'epoch 1: loss 0.25, acc 0.5\nepoch 2: loss 0.2, acc 0.6\n', []],
  [
    'a Maple session',
    '',
    '                         [0.25]\n                         [    ]\n                    s := [0.25]\n                         [    ]\n                         [0.50]\n',
    [['s', [3, 1], [0.25, 0.25, 0.5]]],
  ],
  [
    'a Sage session',
    '',
    'sage: J\n[ 0.25 -0.25]\n[-0.25  0.25]\n',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'what pytest shows of a failure',
    'python',
    'E        ACTUAL: array([[ 0.25, -0.25],\nE              [-0.25,  0.25]])\n',
    [['ACTUAL', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  ['powers of ten in superscripts', '', 's = (5·10⁻¹, 25×10⁻²)\n', [['s', [2], [0.5, 0.25]]]],
  [
    'a PARI session',
    '',
    '? z = [1.75, 0.5]\n%1 = [1.75000000, 0.500000000]\n? J = [0.25, -0.25; -0.25, 0.25]\n',
    [
      ['z', [2], [1.75, 0.5]],
      [null, [2], [1.75, 0.5]],
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
    ],
  ],
];

for (const [about, language, text, expected] of PRINTED) {
  test(about, () => {
    const { arrays, refusals } = read(text, { evaluate, ...(language !== '' && { language }) });
    assert.deepEqual(
      arrays.map(({ name, shape, values }) => [
        name,
        [...shape],
        [...values].map((value) => (Number.isNaN(value) ? 'nan' : value)),
      ]),
      expected,
    );
    assert.deepEqual(refusals, []);
    for (const array of arrays) {
      assert.equal(array.place.part, 'whole');
      assert.equal(elementSpans(text, array, evaluate).length, array.values.length);
      // The text begins with an element or the bracket around it.
      assert.match(text.slice(array.span.start, array.span.end), /^\S.*\S$/s);
    }
  });
}
