import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { minify } from 'terser';
import ts from 'typescript';

const what = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'all';
const production = process.argv.includes('--production');

/** Every file below `folder` whose name ends with `ending`: tests are found, never listed by hand. */
function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** The browser's bundle is made from that of arithmetic. */
const asked = (name) => what === 'all' || what === name || (what === 'browser' && name === 'arithmetic');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  target: 'es2022',
  // The catalogue is full of signs beyond ASCII, which escaped would weigh twice.
  charset: 'utf8',
};

/** Parts of the host that are loaded when they are first needed: files of their own beside the one that asks. */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve(
      { filter: /\/(arithmetic|beyond|explanations|rare-notations|rendering|tables)$/ },
      ({ path, kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${basename(path)}.js`, external: true },
    );
  },
};

/**
 * The editor's API, taken over once for the bundle. Left to itself each module that imports it would ask the editor for
 * it and copy all its names, which took longer than all the rest of the extension's activation.
 */
const editorOnce = {
  name: 'editor-once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'editor' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'editor' },
    );
    build.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: `export * from 'vscode';` }));
  },
};

/** What nodes of mathjs are written with; here they are only parsed, and read. */
const writers = new Set([
  '_toTex',
  '_toHTML',
  '_toString',
  'toTex',
  'toHTML',
  '_evaluate',
  'compile',
  'evaluate',
  'toJSON',
]);

/** Nodes that have no value: `arithmetic.ts` puts a refusal in the place of each. */
const refusedNodes = JSON.parse(readFileSync('src/reader/refused-nodes.json', 'utf8'));

/**
 * mathjs parses here and writes nothing: its table of LaTeX's words, the methods that write and the nodes that are
 * refused are left out.
 */
const onlyParsed = {
  name: 'only-parsed',
  setup(build) {
    build.onLoad({ filter: /mathjs[\\/]lib[\\/]esm[\\/]utils[\\/]latex\.js$/ }, () => ({
      contents: `
        export const latexSymbols = {}, latexOperators = {}, latexFunctions = {}, defaultTemplate = '';
        export const escapeLatex = String, toSymbol = String;`,
    }));
    build.onLoad({ filter: /mathjs[\\/]lib[\\/]esm[\\/]utils[\\/]bignumber[\\/]formatter\.js$/ }, () => ({
      contents: 'export const format = String;',
    }));
    build.onLoad({ filter: /mathjs[\\/]lib[\\/]esm[\\/]expression[\\/]node[\\/]\w+\.js$/ }, ({ path }) => {
      const kind = basename(path, 'Node.js');
      return {
        contents: refusedNodes.includes(kind)
          ? `import { factory } from '../../utils/factory.js';
             export const create${kind}Node = factory('${kind}Node', [], () => null);`
          : withoutMethods(readFileSync(path, 'utf8'), writers),
      };
    });
  },
};

/** `source` without the methods of its classes that are called one of `names`. */
function withoutMethods(source, names) {
  const cuts = [];
  const visit = (node) => {
    if (ts.isMethodDeclaration(node) && names.has(node.name.text)) cuts.push(node);
    else node.forEachChild(visit);
  };
  visit(ts.createSourceFile('node.js', source, ts.ScriptTarget.ES2022));
  return cuts.reduceRight((text, { pos, end }) => text.slice(0, pos) + text.slice(end), source);
}

/**
 * A module that is loaded later is bundled whole, unused parts and all. So the browser's one file takes in
 * arithmetic after a bundling of its own, which has left out what of mathjs nobody uses.
 */
const shakenFirst = {
  name: 'shaken-first',
  setup(build) {
    build.onResolve({ filter: /\/arithmetic$/ }, () => ({ path: resolve('out/arithmetic.mjs') }));
  },
};

/** What of the language is named all over: under a short name it weighs half as much. */
const shortNames = resolve('out/short-names.mjs');
if (production) {
  const global = {
    Math: ['abs', 'exp', 'floor', 'log', 'log2', 'max', 'min', 'sqrt'],
    Number: ['isFinite', 'isInteger', 'isNaN'],
  };
  const lines = Object.entries(global).map(
    ([owner, names]) =>
      `const { ${names.join(', ')} } = ${owner};\nexport { ${names.map((name) => `${name} as '${owner}.${name}'`).join(', ')} };`,
  );
  lines.push('const array = globalThis.Float64Array;\nexport { array as Float64Array };');
  mkdirSync('out', { recursive: true });
  writeFileSync(shortNames, lines.join('\n'));
}
const shortened = production ? { inject: [shortNames] } : {};

const parts = {
  arithmetic: {
    ...shared,
    entryPoints: ['src/reader/arithmetic.ts'],
    outfile: 'out/arithmetic.mjs',
    platform: 'browser',
    format: 'esm',
    plugins: [onlyParsed],
  },
  host: {
    ...shared,
    entryPoints: {
      extension: 'src/extension.ts',
      'analysis-worker': 'src/editor/analysis-worker.ts',
      arithmetic: 'src/reader/arithmetic.ts',
      beyond: 'src/diagnosis/beyond.ts',
      'rare-notations': 'src/reader/rare-notations.ts',
      tables: 'src/diagnosis/tables.ts',
      rendering: 'src/editor/rendering.ts',
      explanations: 'src/diagnosis/catalogue/explanations/explanations.ts',
    },
    outdir: 'dist',
    platform: 'node',
    format: 'cjs',
    plugins: [onlyParsed, editorOnce, apart],
    ...shortened,
    supported: { 'dynamic-import': false },
  },
  browser: {
    ...shared,
    entryPoints: { 'extension.web': 'src/browser.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'cjs',
    plugins: [editorOnce, shakenFirst],
    ...shortened,
    resolveExtensions: ['.web.ts', '.ts', '.js'],
  },
  panel: {
    ...shared,
    entryPoints: [
      { in: 'webview/main.ts', out: 'panel' },
      { in: 'webview/toolkit.ts', out: 'controls' },
      { in: 'media/panel.css', out: 'panel' },
    ],
    outdir: 'dist/panel',
    platform: 'browser',
    format: 'iife',
  },
  check: {
    ...shared,
    entryPoints: ['src/command-line/check.ts'],
    outfile: 'out/check.mjs',
    platform: 'node',
    format: 'esm',
    external: ['mathjs'],
  },
  pages: {
    ...shared,
    entryPoints: ['src/command-line/write-pages.ts'],
    outfile: 'out/write-pages.mjs',
    platform: 'node',
    format: 'esm',
    external: ['@vscode/l10n-dev'],
  },
  unit: {
    ...shared,
    entryPoints: filesBelow('test/unit', '.test.ts'),
    inject: ['test/unit/all-notations.ts'],
    outdir: 'out/unit',
    outbase: 'test/unit',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    external: ['mathjs', 'fast-check'],
  },
  'tests-in-host': {
    ...shared,
    stdin: {
      // In this order: the test files use what the setup defines.
      contents: [
        'setup.ts',
        ...filesBelow('test/editor/host', '.test.ts').map((file) => basename(file)),
        'run.ts',
      ]
        .map((file) => `export * from './${file}';`)
        .join('\n'),
      resolveDir: 'test/editor/host',
    },
    outfile: 'out/host/index.js',
    minify: false,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
  },
};

/**
 * What each bundle may weigh, minified, in KB of 1000 bytes. Apart from the host, and loaded when they are first needed:
 * `arithmetic.js`, which is mathjs, `explanations.js`, the words for the mistakes that a text was found to hold,
 * `beyond.js`, the search for a formula where no mistake explains the numbers, `rare-notations.js`, all notations
 * but brackets, `tables.js`, which takes tables apart, and `rendering.js`, the page of the panel and the report as Markdown for the hover and the clipboard.
 */
const budgets = {
  host: { files: ['dist/extension.js', 'dist/analysis-worker.js'], most: 250 },
  browser: { files: ['dist/extension.web.js'], most: 450 },
  panel: { files: ['dist/panel/panel.js', 'dist/panel/controls.js'], most: 200 },
};

for (const [name, options] of Object.entries(parts)) {
  if (asked(name)) await build(options);
}

/** What esbuild leaves of a bundle that is shipped, terser makes some 2 % smaller still. */
for (const file of production && what === 'all' ? filesBelow('dist', '.js') : []) {
  // An arrow cannot be called by `new`. Nothing of ours does that, nor does mathjs with what has no name and no `this`; the
  // toolkit does.
  const unsafe_arrows = !budgets.panel.files.includes(file);
  const { code } = await minify(readFileSync(file, 'utf8'), {
    ecma: 2022,
    toplevel: true,
    compress: { passes: 3, pure_getters: true, hoist_funs: true, unsafe_arrows },
  });
  writeFileSync(file, code);
}

for (const [name, { files, most }] of production ? Object.entries(budgets) : []) {
  if (!asked(name)) continue;
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
  console.log(`${name}: ${size.toFixed(1)} KB of at most ${most}`);
  if (size > most) process.exitCode = 1;
}
