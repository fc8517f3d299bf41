import { assert } from 'chai';
import * as vscode from 'vscode';
import {
  aWhile,
  check,
  codeOf,
  findings,
  marked,
  openFile,
  openText,
  rangeOf,
  select,
  selectAll,
  tidyUp,
  until,
} from './at-work';

const J = '\\begin{pmatrix}-1.3125&-3.0625\\\\-3.0625&-1.3125\\end{pmatrix}';
const DERIVATION = `z = [1.75, 1.75]
a = [0.5, 0.5]
t = [0, 1]
J = [[-1.3125, -3.0625], [-3.0625, -1.3125]]
`;
const WRONG_J = 'Error jacobian-at-logits: [[-1.3125, -3.0625], [-3.0625, -1.3125]]';

/** A folder in memory, with one file. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(public content: string) {}

  watch = () => new vscode.Disposable(() => undefined);
  stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.length });
  readFile = () => new TextEncoder().encode(this.content);
  writeFile = (_: vscode.Uri, content: Uint8Array) => {
    this.content = new TextDecoder().decode(content);
  };
  readDirectory = () => [];
  createDirectory = () => undefined;
  delete = () => undefined;
  rename = () => undefined;
}

/** The first part of the example, which is wrong; the rest is right. */
async function openWrongPart(): Promise<{ editor: vscode.TextEditor; right: vscode.Range }> {
  const editor = await openFile('chain-rule.md');
  const { document } = editor;
  const { start } = rangeOf(document, '## The same, put right');
  select(editor, new vscode.Range(new vscode.Position(0, 0), start));
  return { editor, right: new vscode.Range(start, document.positionAt(document.getText().length)) };
}

describe('Check Derivation', () => {
  afterEach(tidyUp);

  it('marks the first wrong step, and what inherits from it as information', async () => {
    const { editor } = await openWrongPart();
    await check();
    const { document } = editor;
    const [first, ...inherited] = findings(document);
    assert.ok(first);
    assert.strictEqual(first.severity, vscode.DiagnosticSeverity.Error);
    assert.deepEqual(first.range, rangeOf(document, J));
    assert.strictEqual(codeOf(first.code), 'jacobian-at-logits');
    assert.include(first.message, '-1.3125 should be 0.2500');
    assert.isAtLeast(inherited.length, 1);
    for (const { severity, code } of inherited) {
      assert.strictEqual(severity, vscode.DiagnosticSeverity.Information);
      assert.strictEqual(codeOf(code), 'inherited');
    }
    const product = inherited.at(-1);
    assert.ok(product);
    assert.deepEqual(product.range, rangeOf(document, '(6.125, 2.625)'));
    const from = (product.relatedInformation ?? []).map(({ location }) => document.getText(location.range));
    assert.include(from, J);
  });

  it('links a finding to the page of its mistake', async () => {
    const { editor } = await openWrongPart();
    await check();
    const code = findings(editor.document)[0]?.code;
    assert.isObject(code);
    const target = typeof code === 'object' ? code.target : undefined;
    assert.ok(target);
    assert.strictEqual(target.scheme, 'command');
    await vscode.commands.executeCommand(target.path, ...(JSON.parse(target.query) as unknown[]));
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await until(
      () => labels().some((label) => label.includes('jacobian-at-logits.md')),
      `the page of the mistake is open, beside ${labels().join(', ')}`,
    );
  });

  it('finds nothing wrong in the right half', async () => {
    const { editor, right } = await openWrongPart();
    select(editor, right);
    await check();
    assert.deepEqual(marked(editor.document), []);
  });

  it('checks the part around the cursor where nothing is selected', async () => {
    const { editor } = await openWrongPart();
    const { end } = rangeOf(editor.document, '## The same');
    editor.selection = new vscode.Selection(end, end);
    await check();
    assert.deepEqual(marked(editor.document), []);
    const { start } = rangeOf(editor.document, 'two neurons');
    editor.selection = new vscode.Selection(start, start);
    await check();
    assert.isNotEmpty(marked(editor.document));
  });

  it('checks the whole document where the block around the cursor is too little', async () => {
    const editor = await openText(DERIVATION.replaceAll('\n', '\n\n'));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await check();
    assert.deepEqual(marked(editor.document), [WRONG_J]);
  });

  it('reads several selections together', async () => {
    const editor = await openText(`${DERIVATION}other = [9, 9, 9]\n`);
    const { document } = editor;
    select(
      editor,
      rangeOf(document, 'J = [[-1.3125, -3.0625], [-3.0625, -1.3125]]'),
      rangeOf(document, 'z = [1.75, 1.75]'),
    );
    await check();
    assert.deepEqual(marked(document), [WRONG_J]);
  });

  it('works in every language', async () => {
    for (const language of ['plaintext', 'cpp', 'log']) {
      const editor = await openText(DERIVATION, language);
      selectAll(editor);
      await check();
      assert.deepEqual(marked(editor.document), [WRONG_J], language);
    }
  });

  it('works in a document that cannot be edited', async () => {
    const scheme = 'read-only-test';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => DERIVATION,
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${scheme}:a.txt`));
      selectAll(await vscode.window.showTextDocument(document));
      await check();
      assert.deepEqual(marked(document), [WRONG_J]);
    } finally {
      provider.dispose();
    }
  });

  it('works in a folder that is on no disk, as on vscode.dev', async () => {
    const files = new OneFile(DERIVATION);
    const provider = vscode.workspace.registerFileSystemProvider('memory-test', files);
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('memory-test:/a.txt'));
      const editor = await vscode.window.showTextDocument(document);
      selectAll(editor);
      await check();
      assert.deepEqual(marked(document), [WRONG_J]);
      const wrong = rangeOf(document, '[[-1.3125, -3.0625], [-3.0625, -1.3125]]');
      await editor.edit((edit) => edit.replace(wrong, '[[0.25, -0.25], [-0.25, 0.25]]'));
      await until(() => findings(document).length === 0, 'the right Jacobian is no longer marked');
      await document.save();
      assert.include(files.content, 'J = [[0.25, -0.25], [-0.25, 0.25]]');
    } finally {
      // While its folder is still there.
      await tidyUp();
      provider.dispose();
    }
  });

  it('marks only the wrong numbers where others are right', async () => {
    const editor = await openText('z = [1.0, 2.0, 3.0]\na = [0.0900, 0.2447, 0.9652]\n');
    selectAll(editor);
    await check();
    const [first] = findings(editor.document);
    assert.ok(first);
    assert.strictEqual(editor.document.getText(first.range), '0.9652');
  });

  it('marks an array that cannot be read, and reads the others', async () => {
    const editor = await openText(`${DERIVATION}W = [[1, 2], [3]]\n`);
    selectAll(editor);
    await check();
    assert.strictEqual(marked(editor.document)[0], WRONG_J);
    const unreadable = findings(editor.document).at(-1);
    assert.ok(unreadable);
    assert.strictEqual(unreadable.severity, vscode.DiagnosticSeverity.Warning);
    assert.strictEqual(codeOf(unreadable.code), 'unreadable');
  });

  it('reads a long text in the background, and marks it all the same', async () => {
    const zeros = Array.from({ length: 12_000 }, (_, index) => `  ${index % 7}.0000,`).join('\n');
    const editor = await openText(`${DERIVATION}\nhistory = [\n${zeros}\n]\n`);
    assert.isAbove(editor.document.getText().length, 100_000);
    selectAll(editor);
    await check();
    assert.include(marked(editor.document), WRONG_J);
  });

  it('never looks at a document that nobody checked', async () => {
    const unchecked = await openText(DERIVATION);
    await unchecked.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a comment\n'));
    await aWhile();
    assert.deepEqual(findings(unchecked.document), []);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      unchecked.document.uri,
      new vscode.Position(4, 8),
    );
    assert.notInclude(JSON.stringify(hovers), 'Jacobian');
  });
});
