import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { elementSpans } from '../../../src/reader/element-spans';
import { printElements } from '../../../src/reader/print';
import { read } from '../../../src/reader/read';

/** An array as name, shape and values; or the reason of a refusal. */
type Expected =
  readonly [name: string | null, shape: readonly number[], values: readonly (number | string)[]] | string;

const TEXTS: readonly (readonly [
  about: string,
  language: string,
  text: string,
  expected: readonly Expected[],
])[] = [
  [
    'np wrap repr',
    'plaintext',
    'array([[0.1, 0.2, 0.3],\n       [0.4, 0.5, 0.6]], dtype=float32)\n',
    [[null, [2, 3], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]],
  ],
  ['np bool', 'plaintext', 'array([ True, False])\n', [[null, [2], [1, 0]]]],
  [
    'np printed 3d',
    'plaintext',
    '[[[0.1 0.2]\n  [0.3 0.4]]\n\n [[0.5 0.6]\n  [0.7 0.8]]]\n',
    [[null, [2, 2, 2], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]]],
  ],
  [
    'np linewidth 40',
    'plaintext',
    '[ 0.123456 -0.123456  0.123456\n  0.123456  0.123456]\n',
    [[null, [5], [0.123456, -0.123456, 0.123456, 0.123456, 0.123456]]],
  ],
  ['np masked', 'plaintext', '[1.0 -- 3.0]\n', ['masked']],
  [
    'np masked repr',
    'plaintext',
    'masked_array(data=[1.0, --, 3.0],\n             mask=[False,  True, False],\n       fill_value=1e+20)\n',
    ['masked', ['mask', [3], [0, 1, 0]]],
  ],
  ['np float64 list', 'plaintext', '[np.float64(1.5), np.float64(-2.0)]\n', [[null, [2], [1.5, -2]]]],
  [
    'np print two on a line',
    'plaintext',
    'z = [1. 2.] a = [0.26894142 0.73105858]\n',
    [
      ['z', [2], [1, 2]],
      ['a', [2], [0.26894142, 0.73105858]],
    ],
  ],
  ['np f16', 'plaintext', 'array([0.1, 0.2], dtype=float16)\n', [[null, [2], [0.1, 0.2]]]],
  ['np uint8', 'plaintext', 'a: [[0 255]\n [3   4]]\n', [['a', [2, 2], [0, 255, 3, 4]]]],
  ['crlf np', 'plaintext', 'W = [[1. 2.]\r\n [3. 4.]]\r\n', [['W', [2, 2], [1, 2, 3, 4]]]],
  ['indented', 'plaintext', '    z = np.array([1.75, 1.75])\n', [['z', [2], [1.75, 1.75]]]],
  [
    'torch grad',
    'plaintext',
    'y = tensor([0.2, 0.8], grad_fn=<SoftmaxBackward0>)\n',
    [['y', [2], [0.2, 0.8]]],
  ],
  ['torch scalar', 'plaintext', 'tensor(0.6931, grad_fn=<NllLossBackward0>)\n', []],
  [
    'torch list of tensors',
    'plaintext',
    '(tensor([1., 2.]), tensor([3., 4.]))\n',
    [[null, [2, 2], [1, 2, 3, 4]]],
  ],
  ['torch sci neg', 'plaintext', 'tensor([ 1.0000e-05, -2.0000e+01])', [[null, [2], [1e-5, -20]]]],
  ['torch complex', 'plaintext', 'tensor([1.+2.j, 3.-1.j])', ['complex']],
  ['torch bool', 'plaintext', 'tensor([True, False])', [[null, [2], [1, 0]]]],
  ['torch device', 'plaintext', "tensor([[1, 2]], device='mps:0')", [[null, [1, 2], [1, 2]]]],
  [
    'torch sparse',
    'plaintext',
    'tensor(indices=tensor([[0, 1],\n                       [1, 0]]),\n       values=tensor([3., 4.]),\n       size=(2, 2), nnz=2, layout=torch.sparse_coo)',
    [
      ['indices', [2, 2], [0, 1, 1, 0]],
      ['values', [2], [3, 4]],
    ],
  ],
  [
    'tf var',
    'plaintext',
    "<tf.Variable 'dense/kernel:0' shape=(1, 2) dtype=float32, numpy=array([[0.5, -0.5]], dtype=float32)>",
    [['dense/kernel', [1, 2], [0.5, -0.5]]],
  ],
  ['jax named', 'plaintext', 'g = Array([0.25, -0.25], dtype=float32)', [['g', [2], [0.25, -0.25]]]],
  ['ipython out', 'plaintext', 'In [3]: z\nOut[3]: array([1.75, 1.75])\n', [['z', [2], [1.75, 1.75]]]],
  [
    'ipython out2',
    'plaintext',
    'In [4]: W @ z\nOut[4]: \narray([[1., 2.],\n       [3., 4.]])\n',
    [[null, [2, 2], [1, 2, 3, 4]]],
  ],
  [
    'py repl list',
    'plaintext',
    '>>> a\n[0.5, 0.5]\n>>> a.shape\n(2,)\n>>> W.shape\n(2, 2)\n',
    [['a', [2], [0.5, 0.5]]],
  ],
  [
    'py print f',
    'plaintext',
    'logits: [2.0, 1.0, 0.1], probs: [0.659, 0.2424, 0.0986]\n',
    [
      ['logits', [3], [2, 1, 0.1]],
      ['probs', [3], [0.659, 0.2424, 0.0986]],
    ],
  ],
  [
    'py multi line list',
    'python',
    'A = [\n    [1, 2],\n    [3, 4],\n]\nfoo(A)\n',
    [['A', [2, 2], [1, 2, 3, 4]]],
  ],
  ['py typed', 'python', 'x: np.ndarray = np.array([1.0, 2.0])\n', [['x', [2], [1, 2]]]],
  [
    'py dict nested',
    'python',
    "cfg = {'net': {'w': [[1, 2], [3, 4]], 'b': [0.1, 0.2]}}\n",
    [
      ['w', [2, 2], [1, 2, 3, 4]],
      ['b', [2], [0.1, 0.2]],
    ],
  ],
  ['py return', 'python', 'def f():\n    return [0.1, 0.2]\n', [[null, [2], [0.1, 0.2]]]],
  ['py append', 'python', 'xs.append([1.0, 2.0])\n', [[null, [2], [1, 2]]]],
  ['py ragged', 'python', 'r = [[1, 2], [3]]', ['ragged']],
  ['py string elem', 'python', "s = [1.0, 'x', 2.0]", ['non-numeric']],
  ['py None', 'python', 's = [1.0, None, 2.0]', ['non-numeric']],
  ['py complex', 'python', 'c = [1+2j, 3j]', ['complex']],
  ['py neg index', 'python', 'y = x[-1] + W[1:3, 0]', []],
  ['py comment only', 'python', '# z = [1, 2]\nx = 3\n', []],
  ['py np.array 1.', 'python', 'p = np.array([.1, 1., -1.e-3])', [['p', [3], [0.1, 1, -0.001]]]],
  ['py unclosed', 'python', 'W = [[1, 2], [3, 4]\nprint(W)\n', ['unclosed']],
  ['py linspace', 'python', 'x = np.linspace(0, 1, 5)', []],
  [
    'py sum expr',
    'python',
    'z = [0.1 + 0.2, 2 * 3, (1 + 2) / 4]',
    [['z', [3], [0.30000000000000004, 6, 0.75]]],
  ],
  [
    'py exp',
    'python',
    'a = [math.exp(-1.5), np.log(2), abs(-3)]',
    [['a', [3], [Math.exp(-1.5), Math.log(2), 3]]],
  ],
  ['py walrus', 'python', 'if (a := [1, 2]):\n    pass', [['a', [2], [1, 2]]]],
  ['md fence', 'markdown', 'Text [1].\n\n```\nz = [1.75 1.75]\n```\n', [['z', [2], [1.75, 1.75]]]],
  ['octave x', 'plaintext', 'a =\n\n   0.5000   0.5000\n\n', [['a', [1, 2], [0.5, 0.5]]]],
  ['octave neg', 'plaintext', 'g =\n\n  -0.5000\n   0.5000\n\n', [['g', [2, 1], [-0.5, 0.5]]]],
  [
    'octave scale',
    'plaintext',
    'A =\n\n   1.0000e+00   1.0000e+05\n   2.0000e+00   3.0000e+05\n\n',
    [['A', [2, 2], [1, 1e5, 2, 3e5]]],
  ],
  [
    'octave common',
    'plaintext',
    'A =\n\n   1.0e+03  *\n\n   1.0000   0.0020\n   0.5000   2.0000\n\n',
    [['A', [2, 2], [1000, 2, 500, 2000]]],
  ],
  [
    'octave diag',
    'plaintext',
    'D =\n\nDiagonal Matrix\n\n   1   0\n   0   2\n\n',
    [['D', [2, 2], [1, 0, 0, 2]]],
  ],
  [
    'octave nan',
    'plaintext',
    'x =\n\n   NaN   Inf  -Inf     1\n\n',
    [['x', [1, 4], ['nan', 'inf', '-inf', 1]]],
  ],
  ['octave bool', 'plaintext', 'b =\n\n  1  0  1\n\n', [['b', [1, 3], [1, 0, 1]]]],
  ['octave range', 'plaintext', 'r =\n\n   1   2   3\n\n', [['r', [1, 3], [1, 2, 3]]]],
  [
    'octave and',
    'plaintext',
    'v =\n\n Columns 1 through 3:\n\n   1   2   3\n\n Columns 4 and 5:\n\n   4   5\n\n',
    [['v', [1, 5], [1, 2, 3, 4, 5]]],
  ],
  [
    'matlab scale',
    'plaintext',
    'A =\n\n   1.0e-03 *\n\n    0.5000    0.2500\n    0.1000    0.2000\n\n',
    [['A', [2, 2], [5e-4, 2.5e-4, 1e-4, 2e-4]]],
  ],
  ['matlab complex', 'plaintext', 'z =\n\n   1.0000 + 2.0000i   3.0000 - 1.0000i\n\n', ['complex']],
  [
    'matlab compact',
    'plaintext',
    'z =\n    1.7500    1.7500\na =\n    0.5000    0.5000\n',
    [
      ['z', [1, 2], [1.75, 1.75]],
      ['a', [1, 2], [0.5, 0.5]],
    ],
  ],
  [
    'matlab single',
    'plaintext',
    'z =\n\n  2×2 single matrix\n\n    1.0000    2.0000\n    3.0000    4.0000\n\n',
    [['z', [2, 2], [1, 2, 3, 4]]],
  ],
  [
    'matlab src',
    'matlab',
    'A = [1, 2\n     3, 4];\nb = [1;2];\nc = [1 -2 +3];\nd = [a b];\n',
    [['A', [2, 2], [1, 2, 3, 4]], ['b', [2, 1], [1, 2]], ['c', [1, 3], [1, -2, 3]], 'symbolic'],
  ],
  [
    'matlab transp',
    'matlab',
    "v = [1, 2, 3]';\nw = [1 2; 3 4].';",
    [
      ['v', [1, 3], [1, 2, 3]],
      ['w', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  [
    'matlab expr',
    'matlab',
    'x = [1/3, sqrt(2) exp(1), pi];',
    [['x', [1, 4], [1 / 3, Math.SQRT2, Math.E, Math.PI]]],
  ],
  ['matlab minus', 'matlab', 'x = [3 - 1, 3 -1];', [['x', [1, 3], [2, 3, -1]]]],
  [
    'matlab infer',
    'plaintext',
    '% weights\nW = [0.1 0.2; 0.3 0.4];\nb = [0.1 0.2];\n',
    [
      ['W', [2, 2], [0.1, 0.2, 0.3, 0.4]],
      ['b', [1, 2], [0.1, 0.2]],
    ],
  ],
  ['R vec', 'plaintext', '[1]  0.1 -0.2  0.3\n', [[null, [3], [0.1, -0.2, 0.3]]]],
  [
    'R list',
    'plaintext',
    '$z\n[1] 1.75 1.75\n\n$W\n     [,1] [,2]\n[1,]    1    2\n[2,]    3    4\n\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['W', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  ['R dimnames', 'plaintext', '  a b\nx 1 2\ny 3 4\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  [
    'R array',
    'plaintext',
    ', , 1\n\n     [,1] [,2]\n[1,]    1    3\n[2,]    2    4\n\n, , 2\n\n     [,1] [,2]\n[1,]    5    7\n[2,]    6    8\n\n',
    [[null, [2, 2, 2], [1, 5, 3, 7, 2, 6, 4, 8]]],
  ],
  ['R complex', 'plaintext', '[1] 1+2i 3+0i\n', ['complex']],
  [
    'R maxprint',
    'plaintext',
    '[1] 1 2 3\n [ reached getOption("max.print") -- omitted 97 entries ]\n',
    ['truncated'],
  ],
  [
    'R wide',
    'plaintext',
    '     [,1] [,2]\n[1,]    1    2\n     [,3]\n[1,]    3\n',
    [[null, [1, 3], [1, 2, 3]]],
  ],
  ['R echo', 'plaintext', '> a\n[1] 0.5 0.5\n', [['a', [2], [0.5, 0.5]]]],
  ['R strings', 'plaintext', '[1] "a" "b"\n', []],
  ['R structure', 'r', 'x <- structure(c(1, 2, 3, 4), dim = c(2L, 2L))\n', [['x', [2, 2], [1, 3, 2, 4]]]],
  [
    'R neg',
    'r',
    'g <- c(-0.5, 0.5); t = c(0, 1)\n',
    [
      ['g', [2], [-0.5, 0.5]],
      ['t', [2], [0, 1]],
    ],
  ],
  ['R cbind', 'r', 'M <- cbind(c(1, 2), c(3, 4))\n', [['M', [2, 2], [1, 3, 2, 4]]]],
  ['R mat ncol', 'r', 'M <- matrix(c(1,2,3,4,5,6), ncol=3)\n', [['M', [2, 3], [1, 3, 5, 2, 4, 6]]]],
  [
    'R list src',
    'r',
    'l <- list(a = c(1, 2), b = c(3, 4))\n',
    [
      ['a', [2], [1, 2]],
      ['b', [2], [3, 4]],
    ],
  ],
  [
    'julia mat',
    'plaintext',
    'julia> W\n2×3 Matrix{Float64}:\n 0.1  0.2  0.3\n 0.4  0.5  0.6\n',
    [['W', [2, 3], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]],
  ],
  [
    'julia lit',
    'julia',
    'A = [1 2; 3 4]\nv = [1.0, 2.0]\nr = [1 2 3]\n',
    [
      ['A', [2, 2], [1, 2, 3, 4]],
      ['v', [2], [1, 2]],
      ['r', [1, 3], [1, 2, 3]],
    ],
  ],
  [
    'julia adjoint',
    'plaintext',
    '2×2 adjoint(::Matrix{Float64}) with eltype Float64:\n 1.0  3.0\n 2.0  4.0\n',
    [[null, [2, 2], [1, 3, 2, 4]]],
  ],
  [
    'julia trunc col',
    'plaintext',
    '2×100 Matrix{Float64}:\n 0.1  0.2  …  0.3\n 0.1  0.2  …  0.3\n',
    ['truncated'],
  ],
  ['c vec', 'c', 'double x[3] = {1.0, 2.5, -3e-2};', [['x', [3], [1, 2.5, -0.03]]]],
  ['c mat', 'c', 'float w[2][2] = {{1.f, 2.f}, {3.f, 4.f}};', [['w', [2, 2], [1, 2, 3, 4]]]],
  ['c int div', 'c', 'double g[] = {1/3, 1.0/4, -1/2.0};', [['g', [3], [0, 0.25, -0.5]]]],
  [
    'cpp vector',
    'cpp',
    'std::vector<std::vector<float>> m{{1.0f, 2.0f}, {3.0f, 4.0f}};',
    [['m', [2, 2], [1, 2, 3, 4]]],
  ],
  ['cpp init list', 'cpp', 'const auto p = std::array<double, 2>{0.25, 0.75};', [['p', [2], [0.25, 0.75]]]],
  ['cpp call', 'cpp', 'foo({1, 2, 3}, 4);', [[null, [3], [1, 2, 3]]]],
  ['cpp nan', 'cpp', 'double b[] = {NAN, INFINITY, -INFINITY};', [['b', [3], ['nan', 'inf', '-inf']]]],
  ['eigen comma', 'cpp', 'Eigen::Matrix2d A;\nA << 1, 2,\n     3, 4;\n', [['A', [2, 2], [1, 2, 3, 4]]]],
  ['eigen clean', 'plaintext', '[  1, 2.5]\n[ -3,   4]\n', [[null, [2, 2], [1, 2.5, -3, 4]]]],
  ['eigen heavy', 'plaintext', '[[  1, 2.5];\n [ -3,   4]]\n', [[null, [2, 2], [1, 2.5, -3, 4]]]],
  ['eigen plain col', 'plaintext', 'v =\n 1\n-2\n 3\n', [['v', [3, 1], [1, -2, 3]]]],
  ['opencv', 'plaintext', 'M = [0.5, 0.25;\n 1, 2]\n', [['M', [2, 2], [0.5, 0.25, 1, 2]]]],
  [
    'gdb',
    'plaintext',
    '$1 = {0.5, 0.25, 0.125}\n$2 = {{1, 2}, {3, 4}}\n',
    [
      [null, [3], [0.5, 0.25, 0.125]],
      [null, [2, 2], [1, 2, 3, 4]],
    ],
  ],
  ['gdb named', 'plaintext', 'z = {1.75, 1.75}\n', [['z', [2], [1.75, 1.75]]]],
  ['gdb map', 'plaintext', '$1 = std::map with 1 element = {["a"] = {1, 2}}', [['a', [2], [1, 2]]]],
  [
    'java',
    'java',
    'double[][] w = new double[][] { {1, 2}, {3, 4} };\nint[] n = new int[]{1, 2};',
    [
      ['w', [2, 2], [1, 2, 3, 4]],
      ['n', [2], [1, 2]],
    ],
  ],
  ['java final', 'java', 'private static final double[] Z = {1.75, 1.75};', [['Z', [2], [1.75, 1.75]]]],
  ['java print', 'plaintext', 'z: [1.75, 1.75]\n[I@1b6d3586\n', [['z', [2], [1.75, 1.75]]]],
  [
    'cs',
    'csharp',
    'public static readonly float[] w = new float[] { 1f, 2f };\nList<double> l = new List<double> { 1.0, 2.0 };',
    [
      ['w', [2], [1, 2]],
      ['l', [2], [1, 2]],
    ],
  ],
  [
    'rust vec',
    'rust',
    'let w = vec![vec![1.0, 2.0], vec![3.0, 4.0]];\nconst Z: [f64; 2] = [1.75, 1.75];',
    [
      ['w', [2, 2], [1, 2, 3, 4]],
      ['Z', [2], [1.75, 1.75]],
    ],
  ],
  [
    'rust pretty',
    'plaintext',
    '[\n    [\n        1.0,\n        2.0,\n    ],\n    [\n        3.0,\n        4.0,\n    ],\n]\n',
    [[null, [2, 2], [1, 2, 3, 4]]],
  ],
  ['rust ndarray', 'plaintext', '[[1.0, 2.0],\n [3.0, 4.0]]\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  [
    'nalgebra',
    'plaintext',
    '\n  ┌      ┐\n  │ 0.5  │\n  │ -0.5 │\n  └      ┘\n\n',
    [[null, [2, 1], [0.5, -0.5]]],
  ],
  [
    'go',
    'go',
    'var w = [][]float64{\n\t{1, 2},\n\t{3, 4},\n}\nx := map[string][]float64{"z": {1, 2}}',
    [
      ['w', [2, 2], [1, 2, 3, 4]],
      ['z', [2], [1, 2]],
    ],
  ],
  [
    'go print',
    'plaintext',
    'z = [1.75 1.75]\nmap[a:[1 2] b:[3 4]]\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['a', [2], [1, 2]],
      ['b', [2], [3, 4]],
    ],
  ],
  [
    'go struct',
    'plaintext',
    '{Z:[1 2] N:3}\n&{W:[[1 2] [3 4]]}\n',
    [
      ['Z', [2], [1, 2]],
      ['W', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  ['go gonum', 'plaintext', '⎡1  2⎤\n⎣3  4⎦\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  ['go matPrint', 'plaintext', 'A = ⎡1  2⎤\n    ⎣3  4⎦\n', [['A', [2, 2], [1, 2, 3, 4]]]],
  [
    'node',
    'plaintext',
    'z: [ 1.75, 1.75 ]\n{ a: [ 0.5, 0.5 ] }\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['a', [2], [0.5, 0.5]],
    ],
  ],
  [
    'node nested',
    'plaintext',
    '{\n  z: [ 1, 2 ],\n  W: [\n    [ 1, 2 ],\n    [ 3, 4 ]\n  ]\n}\n',
    [
      ['z', [2], [1, 2]],
      ['W', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  [
    'ts',
    'typescript',
    'const w: number[][] = [[1, 2], [3, 4]];\nexport const z: readonly number[] = [1.75, 1.75];',
    [
      ['w', [2, 2], [1, 2, 3, 4]],
      ['z', [2], [1.75, 1.75]],
    ],
  ],
  ['js typed', 'javascript', 'const a = Float64Array.from([0.5, 0.5]);', [['a', [2], [0.5, 0.5]]]],
  [
    'js obj',
    'javascript',
    "const o = { z: [1, 2], 'y': [3, 4] };",
    [
      ['z', [2], [1, 2]],
      ['y', [2], [3, 4]],
    ],
  ],
  [
    'json',
    'json',
    '{"a": [[1, 2], [3, 4]], "b": 1, "c": []}',
    [
      ['a', [2, 2], [1, 2, 3, 4]],
      ['c', [0], []],
    ],
  ],
  ['json top', 'json', '[1.5, 2.5]', [[null, [2], [1.5, 2.5]]]],
  [
    'yaml',
    'yaml',
    'z: [1.75, 1.75]\nW:\n  - [1, 2]\n  - [3, 4]\nv:\n  - 1\n  - 2\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['W', [2, 2], [1, 2, 3, 4]],
      ['v', [2], [1, 2]],
    ],
  ],
  [
    'toml',
    'toml',
    'z = [ 1.75, 1.75 ] # c [1]\n[a]\nw = [[1, 2], [3, 4]]\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['w', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  ['csv', 'csv', 'epoch,loss\n1,0.5\n2,0.25\n', [[null, [2, 2], [1, 0.5, 2, 0.25]]]],
  ['csv text col', 'csv', 'name,x,y\nann,1,2\nbob,3,4\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  ['csv crlf', 'csv', '1,2\r\n3,4\r\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  ['tsv', 'tsv', 'x\ty\n1\t2\n3\t4\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  ['csv eu', 'plaintext', 'x;y\n1,5;2,5\n3,5;4,5\n', [[null, [2, 2], [1.5, 2.5, 3.5, 4.5]]]],
  ['md', 'markdown', '| x | y |\n|:-:|---|\n| 1.5 | −2 |\n', [[null, [1, 2], [1.5, -2]]]],
  ['md nopipe', 'markdown', 'x | y\n--|--\n1 | 2\n3 | 4\n', [[null, [2, 2], [1, 2, 3, 4]]]],
  [
    'md label',
    'markdown',
    '| name | z | a |\n|---|---|---|\n| first | 1.75 | 0.5 |\n| second | 1.75 | 0.5 |\n',
    [[null, [2, 2], [1.75, 0.5, 1.75, 0.5]]],
  ],
  [
    'polars',
    'plaintext',
    'shape: (2, 2)\n┌─────┬─────┐\n│ a   ┆ b   │\n│ --- ┆ --- │\n│ f64 ┆ f64 │\n╞═════╪═════╡\n│ 1.0 ┆ 2.0 │\n│ 3.0 ┆ 4.0 │\n└─────┴─────┘\n',
    [[null, [2, 2], [1, 2, 3, 4]]],
  ],
  [
    'pd',
    'plaintext',
    '          a         b\n0  0.123456  1.000000\n1  0.500000 -2.000000\n',
    [[null, [2, 2], [0.123456, 1, 0.5, -2]]],
  ],
  [
    'pd cont',
    'plaintext',
    '     a    b  \\\n0  1.0  2.0   \n1  3.0  4.0   \n\n     c  \n0  5.0  \n1  6.0  \n',
    [[null, [2, 3], [1, 2, 5, 3, 4, 6]]],
  ],
  ['pd series', 'plaintext', '0    1.5\n1    2.5\nName: z, dtype: float64\n', [['z', [2], [1.5, 2.5]]]],
  [
    'pd trunc cols',
    'plaintext',
    '     a    b  ...    y    z\n0  1.0  2.0  ...  3.0  4.0\n1  1.0  2.0  ...  3.0  4.0\n\n[2 rows x 26 columns]\n',
    ['truncated'],
  ],
  [
    'tex b',
    'latex',
    '\\begin{bmatrix} 1 & -\\frac{1}{2} \\\\[2pt] 0.5 & \\frac34 \\end{bmatrix}',
    [[null, [2, 2], [1, -0.5, 0.5, 0.75]]],
  ],
  [
    'tex name',
    'latex',
    '\\[ \\mathbf{a} = \\mathrm{softmax}(\\mathbf{z}) = \\begin{bmatrix} 0.5 \\\\ 0.5 \\end{bmatrix} \\]',
    [['\\mathbf{a}', [2, 1], [0.5, 0.5]]],
  ],
  ['tex vec T', 'latex', '$t = (0, 1)^T$', [['t', [2], [0, 1]]]],
  [
    'tex bracket',
    'latex',
    '$$\\nabla_z L = \\left[ 0.5, -0.5 \\right]$$',
    [['\\nabla_z L', [2], [0.5, -0.5]]],
  ],
  [
    'tex exp',
    'latex',
    'a = \\begin{pmatrix} 1.0 \\times 10^{-3} & 2\\cdot 10^{2} & \\sqrt{2} & e^{-1} \\end{pmatrix}',
    [['a', [1, 4], [0.001, 200, Math.SQRT2, Math.exp(-1)]]],
  ],
  [
    'tex neg space',
    'latex',
    'a = \\begin{pmatrix} - 1 & + 2 \\\\ - 3 & 4 \\end{pmatrix}',
    [['a', [2, 2], [-1, 2, -3, 4]]],
  ],
  [
    'tex text',
    'latex',
    'a = \\begin{pmatrix} \\text{1.5} & \\mathbf{2} \\end{pmatrix}',
    [['a', [1, 2], [1.5, 2]]],
  ],
  [
    'tex align cols',
    'latex',
    '\\begin{align*}\nz &= (1.75, 1.75) \\\\\na &= (0.5, 0.5)\n\\end{align*}',
    [
      ['z', [2], [1.75, 1.75]],
      ['a', [2], [0.5, 0.5]],
    ],
  ],
  ['tex cases', 'latex', 'f = \\begin{cases} 1 & x > 0 \\\\ 0 & x < 0 \\end{cases}', []],
  ['tex ragged', 'latex', 'A = \\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix}', ['ragged']],
  [
    'tex pmatrix cmd',
    'latex',
    'A = \\begin{pmatrix} 1 & 2 \\cr 3 & 4 \\end{pmatrix}',
    [['A', [2, 2], [1, 2, 3, 4]]],
  ],
  [
    'tex smallmatrix',
    'latex',
    'J = \\left(\\begin{smallmatrix} .25 & -.25 \\\\ -.25 & .25 \\end{smallmatrix}\\right)',
    [['J', [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'mma',
    'wolfram',
    'z = {1.75, 1.75}\nW = {{1, 2}, {3, 4}}; e = {1.*^-3, 2.5*^4}',
    [
      ['z', [2], [1.75, 1.75]],
      ['W', [2, 2], [1, 2, 3, 4]],
      ['e', [2], [0.001, 25000]],
    ],
  ],
  ['mma out', 'plaintext', 'Out[3]= {0.5, 0.5}\n', [[null, [2], [0.5, 0.5]]]],
  ['mma prec', 'wolfram', 'a = {1.5`, 2.`20}', [['a', [2], [1.5, 2]]]],
  ['unicode', 'plaintext', 'z = (−1.5, 2,5)\n', [['z', [3], [-1.5, 2, 5]]]],
  [
    'log',
    'plaintext',
    '2024-05-01 10:15:30,123 INFO logits=[1.75, 1.75] probs=[0.5, 0.5]\n',
    [
      ['logits', [2], [1.75, 1.75]],
      ['probs', [2], [0.5, 0.5]],
    ],
  ],
  ['log2', 'plaintext', '[INFO] 12:00:01 grad: [-0.5, 0.5] (norm 0.7071)\n', [['grad', [2], [-0.5, 0.5]]]],
  [
    'sympy',
    'plaintext',
    'Matrix([[1/4, -1/4], [-1/4, 1/4]])\n',
    [[null, [2, 2], [0.25, -0.25, -0.25, 0.25]]],
  ],
  [
    'maxima named',
    'plaintext',
    '(%o1)                         [ 1  2 ]\n                              [      ]\n                              [ 3  4 ]\n',
    [[null, [2, 2], [1, 2, 3, 4]]],
  ],
  ['scilab', 'plaintext', ' A  = \n\n   1.   2.\n   3.   4.\n', [['A', [2, 2], [1, 2, 3, 4]]]],
  ['fortran', 'plaintext', '  0.500000000      0.250000000    \n', [[null, [2], [0.5, 0.25]]]],
  ['perl', 'perl', 'my @a = (0.5, 0.5);', [['@a', [2], [0.5, 0.5]]]],
  [
    'kotlin',
    'kotlin',
    'val z = doubleArrayOf(1.75, 1.75)\nval w = arrayOf(doubleArrayOf(1.0, 2.0), doubleArrayOf(3.0, 4.0))',
    [
      ['z', [2], [1.75, 1.75]],
      ['w', [2, 2], [1, 2, 3, 4]],
    ],
  ],
  ['swift', 'swift', 'let z: [Double] = [1.75, 1.75]', [['z', [2], [1.75, 1.75]]]],
  [
    'php',
    'php',
    '$z = [1.75, 1.75];\n$w = array(1, 2);',
    [
      ['$z', [2], [1.75, 1.75]],
      ['$w', [2], [1, 2]],
    ],
  ],
  ['lua', 'lua', 'local z = {1.75, 1.75}', [['z', [2], [1.75, 1.75]]]],
  ['typst', 'typst', '$ z = vec(1.75, 1.75) $', [['z', [2], [1.75, 1.75]]]],
  ['neg version', 'plaintext', 'Python 3.11.7, pip 24.0 (python 3.11)\n', []],
  ['neg time', 'plaintext', '10:15:30 [12:00] took (3.5 s)\n', []],
  ['neg git', 'plaintext', '@ 1,2 + 3\n', []],
  ['neg prose', 'plaintext', 'In 2020, 2021 and 2022 (3 years) we saw 5, 6, and 7 items.\n', []],
  ['neg html', 'html', '<div style="margin: 0 1 2 3">x</div>', []],
  ['neg css', 'css', 'transform: matrix(1, 0, 0, 1, 0, 0); color: rgb(1, 2, 3);', []],
  ['neg func', 'javascript', 'for (let i = 0; i < 3; i++) { a[i] = f(1, 2); }', []],
  ['neg regex', 'javascript', 'const r = /[0-9]{2,3}/;', []],
  ['neg range', 'python', 'x = list(range(0, 10, 2)); y = a[1:2]', []],
  ['neg shape', 'plaintext', 'torch.Size([2, 3])\nx.shape = (2, 3)\n', []],
  ['neg version list', 'plaintext', '1.2.3\n1.2.4\n', []],
  ['neg coords', 'plaintext', 'Listening on 127.0.0.1:8080 (pid 1234)\n', []],
  ['neg table of contents', 'plaintext', '1 Introduction 3\n2 Methods 7\n', []],
  [
    'jagged array of arrays',
    'csharp',
    'double[][] J = new double[][] { new double[] {1,2}, new double[] {3,4} };',
    [['J', [2, 2], [1, 2, 3, 4]]],
  ],
  [
    'sized arrays in an array',
    'java',
    'double[][] z = new double[2][] {\n  new double[2]{1.5, 2.5},\n  new double[2]{3.5, 4.5},\n};',
    [['z', [2, 2], [1.5, 2.5, 3.5, 4.5]]],
  ],
  ['empty items', 'javascript', '> z\n[ 1, <1 empty item>, 2 ]\n', ['non-numeric']],
  [
    'deeper than Node prints',
    'javascript',
    'z = [ [ [Array], [Array] ], [ [Array], [Array] ] ]',
    ['non-numeric'],
  ],
  ['an array among numbers', 'javascript', '[ 1, [Array] ]', ['non-numeric']],
  ['numbered lines', 'markdown', 'See section 1. 3 for it.\n\n1. 3\n2. 4\n\n- 1. 3\n', []],
  ['numbers that end in a point', 'plaintext', '1. 3.\n2. 4.\n', [[null, [2, 2], [1, 3, 2, 4]]]],
  [
    'records',
    'json',
    '[{"z": 1.75, "a": 2},\r\n {"z": -3, "a": 4e-1}]',
    [[null, [2, 2], [1.75, 2, -3, 0.4]]],
  ],
  ['records of other keys', 'json', '[{"z": 1, "a": 2}, {"z": 3, "b": 4}]', []],
  ['records with words', 'json', '[{"id": 1, "name": "x"}, {"id": 2, "name": "y"}]', []],
  [
    'table',
    'html',
    '<table border="1">\n<tr><th></th><th>z</th><th>a</th></tr>\n<tr><th>0</th><td>1.75</td><td><b>0.5</b></td></tr>\n<tr><th>1</th><td>&minus;2</td><td>.25</td></tr>\n</table>',
    [[null, [2, 2], [1.75, 0.5, -2, 0.25]]],
  ],
  ['table of words', 'html', '<table><tr><td>one</td></tr><tr><td>two</td></tr></table>', []],
  ['table that does not end', 'html', '<table><tr><td>1</td></tr><tr><td>2</td></tr>', []],
  ['complex pairs', 'plaintext', ' z = (0.5,0.1) (0.25,-0.3)\n', ['complex']],
  ['complex literals', 'fortran', 'complex :: z(2) = [ (1.0,2.0), (3.0,4.0) ]\n', ['complex']],
  [
    'MatrixMarket',
    'plaintext',
    '%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 0.5\n2 2 0.5\n',
    ['non-numeric'],
  ],
  [
    'results below their expressions, CRLF',
    'python',
    'In [3]: logits\r\nOut[3]: \r\narray([[ 1.75,  1.75],\r\n       [-0.5 ,  2.25]])\r\n\r\nIn [4]: p = f(logits); p\r\nOut[4]: array([0.5, 0.5])\r\n',
    [
      ['logits', [2, 2], [1.75, 1.75, -0.5, 2.25]],
      ['p', [2], [0.5, 0.5]],
    ],
  ],
  ['assignment behind a prompt', 'wolfram', 'In[6]:= J = {{1, 2}, {3, 4}};\n', [['J', [2, 2], [1, 2, 3, 4]]]],
  ['constructor of a path', 'rust', 'let t = Vec::from([0.5, 1.0]);', [['t', [2], [0.5, 1]]]],
  [
    'emphasis around names',
    'plaintext',
    '**z** = [1, 2]\n`a` = [3, 4]\n*dE/dz* = [5, 6]\n**t:** [7, 8]\n',
    [
      ['z', [2], [1, 2]],
      ['a', [2], [3, 4]],
      ['dE/dz', [2], [5, 6]],
      ['t', [2], [7, 8]],
    ],
  ],
  ['verb before an array', 'plaintext', 'The logits are (1.75, 1.75).', [[null, [2], [1.75, 1.75]]]],
  [
    'comments over several lines',
    'plaintext',
    '# a: [0.5 0.5]\n# J:\n#  [[ 0.25 -0.25]\n#   [-0.25  0.25]]\n',
    [
      ['a', [2], [0.5, 0.5]],
      ['J', [2, 2], [0.25, -0.25, -0.25, 0.25]],
    ],
  ],
  ['quoted', 'plaintext', '> z = [[1, 2],\n>      [3, 4]]\n', [['z', [2, 2], [1, 2, 3, 4]]]],
  [
    'comments in a list of no known language',
    'plaintext',
    'z = [\n  1.5,   # cat [1]\n  2.5,   // dog\n]\n',
    [['z', [2], [1.5, 2.5]]],
  ],
  [
    'rows of decimal commas',
    'plaintext',
    'J =\n0,2405  -0,1604\n-0,1604  1,196\n',
    [['J', [2, 2], [0.2405, -0.1604, -0.1604, 1.196]]],
  ],
  ['rows of thousands', 'plaintext', 'n:\n1,024 2,048\n4,096 8,192\n', []],
  [
    'a name behind a German verb',
    'plaintext',
    'Aufgabe 3: Die Logits sind z = (1; 2)\n',
    [['z', [2], [1, 2]]],
  ],
  [
    'decimal commas in parentheses',
    'plaintext',
    'z = (1,75; 1,75)\na = ( 0,5 ; 1 )\n',
    [
      ['z', [2], [1.75, 1.75]],
      ['a', [2], [0.5, 1]],
    ],
  ],
  ['quads between elements', 'latex', '$z = [1.75 \\quad -2]$', [['z', [2], [1.75, -2]]]],
  ['tuple without parentheses', 'plaintext', 'z = 1.75, 2\nT = 3\n', [['z', [2], [1.75, 2]]]],
  ['numbers of figures', 'plaintext', 'Figures: 1.1, 1.2\n', []],
  [
    'frame out of line',
    'plaintext',
    '   z    a\n0  1.75  0.5\n1  1.25  0.5\n',
    [[null, [2, 2], [1.75, 0.5, 1.25, 0.5]]],
  ],
  [
    'comma initializers',
    'cpp',
    'Eigen::MatrixXd J(2, 2); Eigen::Vector3f v;\nJ << 1, 2, 3, 4;\nv << 1, -2, // last\n  3;\nW << 1, 2,\n     3, 4;\nMatrix<double, 1, 3> r;\nr << 1, 2, 3;\nstd::cout << 1 << ", " << 2;\nx = y << 2;\n',
    [
      ['J', [2, 2], [1, 2, 3, 4]],
      ['v', [3], [1, -2, 3]],
      ['W', [2, 2], [1, 2, 3, 4]],
      ['r', [1, 3], [1, 2, 3]],
    ],
  ],
];

const printed = (value: number): number | string =>
  Number.isFinite(value)
    ? Number(value.toPrecision(12))
    : value.toString().replace('Infinity', 'inf').replace('NaN', 'nan');

for (const [about, language, text, expected] of TEXTS) {
  test(`${language}: ${about}`, () => {
    const { arrays, refusals } = read(text, { language, evaluate });
    const found = [
      ...arrays.map(({ span, name, shape, values }) => ({
        at: span.start,
        seen: [name, [...shape], [...values].map(printed)],
      })),
      ...refusals.map(({ span, reason }) => ({ at: span.start, seen: reason })),
    ].sort((one, other) => one.at - other.at);
    const due = expected.map((each) =>
      typeof each === 'string'
        ? each
        : [each[0], each[1], each[2].map((value) => (typeof value === 'number' ? printed(value) : value))],
    );
    assert.deepEqual(
      found.map(({ seen }) => seen),
      due,
    );
    for (const array of arrays)
      assert.equal(elementSpans(text, structuredClone(array)).length, array.values.length);
  });
}

test('what is printed below an expression is its whole result', () => {
  const { arrays } = read("julia> J = D - a*a'\n2×2 Matrix{Float64}:\n  0.25  -0.25\n -0.25   0.25\n");
  assert.deepEqual(
    arrays.map(({ name, place }) => [name, place.part]),
    [['J', 'whole']],
  );
});

test('the first of several numbers is no scalar', () => {
  assert.deepEqual(
    read('t: 0, 1\nT = 2.5, as said\n').scalars.map(({ name, value }) => [name, value]),
    [['T', 2.5]],
  );
});

test('a bracket behind a backslash is a sign of LaTeX or Markdown, and opens no array', () => {
  for (const text of ['We had: \\[1.5, 2.5]', 'z = \\(1.5, 2.5)', 'in \\[(0.5, 1.5), (2.5, 3.5)]'])
    for (const language of ['latex', 'markdown']) {
      const { arrays, refusals } = read(text, { language });
      const outer = arrays.filter(({ span }) => text.charAt(span.start - 1) === '\\');
      assert.deepEqual([outer, refusals], [[], []], text);
    }
});

test('numbers are named by the first member of their statement, or by a console', () => {
  const cases: readonly (readonly [text: string, name: string, value: number])[] = [
    ['db = np.sum(dZ) = 2.5e-16', 'db', 2.5e-16],
    ['loss = -log(0.5) = 0.6931 nats', 'loss', 0.6931],
    ['$E = -\\sum_i t_i \\log a_i = 0.6931$', 'E', 0.6931],
    ['\\frac{\\partial E}{\\partial b} = 0.5', '\\frac{\\partial E}{\\partial b}', 0.5],
    ['dE/db = 0.25', 'dE/db', 0.25],
    ['mean(loss) = 0.34', 'mean(loss)', 0.34],
    ['loss = np.float64(0.69)', 'loss', 0.69],
    ['>>> loss\ntensor(0.6931)\n', 'loss', 0.6931],
    ['print(loss)\n0.6931\n', 'loss', 0.6931],
    ['LR=0.001', 'LR', 0.001],
    ['target 1\n', 'target', 1],
    ['$$labels = (1)$$', 'labels', 1],
    ['E ≈ 0.693', 'E', 0.693],
  ];
  for (const [text, name, value] of cases)
    assert.deepEqual(
      read(text).scalars.map((scalar) => [
        scalar.name,
        scalar.value,
        text.slice(scalar.span.start, scalar.span.end),
      ]),
      [[name, value, String(/\d[\d.e-]*(?=\D*$)/.exec(text)?.[0])]],
      text,
    );
  for (const text of ['1/N = 0.5', 'x = y == 0.5', 'a >= 0.5', 'z[0] = 1.5', '2 * x = 3 (y + 1)', '10:30:00'])
    assert.deepEqual(read(text).scalars, [], text);
});

test('percentages are hundredths, and are written as percentages again', () => {
  const text = 'a = (78.5%, 21.5%)';
  const [array] = read(text).arrays;
  assert.ok(array);
  assert.deepEqual([...array.values], [0.785, 0.215]);
  assert.deepEqual(printElements(array, Float64Array.of(0.25, 0.75), text), ['25.0%', '75.0%']);
});

test('elements that are repeated fill no rows', () => {
  assert.deepEqual(read('$5 = {1,; 0 <repeats 19 times>}\n', { language: 'rust' }).arrays, []);
  assert.equal(read('$5 = {1, 0 <repeats 19 times>}\n').arrays[0]?.values.length, 20);
});
