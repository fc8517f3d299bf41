import { assert } from 'chai';
import * as vscode from 'vscode';
import { check, findings, openText, rangeOf, selectAll, tidyUp, until } from './at-work';

const J = '[[-1.3125, -3.0625], [-3.0625, -1.3125]]';
const DERIVATION = `z = [1.75, 1.75]
a = [0.5, 0.5]
t = [0, 1]
dE/da = [0, -2]
J = ${J}
dE/dz = [6.125, 2.625]
`;

async function checked(): Promise<vscode.TextDocument> {
  const editor = await openText(DERIVATION, 'plaintext');
  selectAll(editor);
  await check();
  return editor.document;
}

async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    rangeOf(document, text).start.translate(0, 1),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

function fixesAt(document: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
}

const ALL = 'Replace all wrong numbers that follow from this by the right ones';
const HERE = 'Replace the wrong numbers here by the right ones';
const CONVENTION = 'This is my convention: ';

describe('the hover', () => {
  afterEach(tidyUp);

  it('says what an array is, that it is wrong, and what is right', async () => {
    const hover = await hoverAt(await checked(), J);
    assert.include(hover, '**Jacobian da/dz**');
    assert.include(hover, '2 × 2');
    assert.include(hover, 'evaluated at the logits');
    assert.match(hover, /0\.25/);
    assert.include(hover, 'command:gradientDebugger.openMistake?%5B%22jacobian-at-logits%22%5D');
    assert.include(hover, 'command:gradientDebugger.openPanel');
  });

  it('says of a right array what it is', async () => {
    const hover = await hoverAt(await checked(), '[0.5, 0.5]');
    assert.include(hover, '**probabilities a**');
    assert.notInclude(hover, 'wrong');
  });

  it('says nothing elsewhere', async () => {
    assert.strictEqual(await hoverAt(await checked(), 'dE/dz'), '');
  });
});

describe('the quick fixes', () => {
  afterEach(tidyUp);

  it('put all right that follows from the root cause, and every finding vanishes', async () => {
    const document = await checked();
    const fixes = await fixesAt(document, rangeOf(document, J));
    const all = fixes.find(({ title }) => title === ALL);
    assert.ok(all?.edit, fixes.map(({ title }) => title).join(', '));
    assert.strictEqual(all.isPreferred, true);
    assert.strictEqual(all.kind?.value, 'quickfix');
    await vscode.workspace.applyEdit(all.edit);
    const text = document.getText();
    assert.include(text, 'J = [[0.2500, -0.2500], [-0.2500, 0.2500]]');
    assert.include(text, 'dE/dz = [0.500, -0.500]');
    assert.include(text, 'z = [1.75, 1.75]\na = [0.5, 0.5]\nt = [0, 1]\ndE/da = [0, -2]');
    await until(() => findings(document).length === 0, 'every finding has vanished');
  });

  it('put one array right', async () => {
    const document = await checked();
    const fixes = await fixesAt(document, rangeOf(document, '[6.125, 2.625]'));
    const here = fixes.find(({ title }) => title === HERE);
    assert.ok(here?.edit);
    assert.notStrictEqual(here.isPreferred, true);
    await vscode.workspace.applyEdit(here.edit);
    assert.include(document.getText(), 'dE/dz = [0.500, -0.500]');
    assert.include(document.getText(), J);
  });

  it('are refused when the text has changed since they were offered', async () => {
    const document = await checked();
    const fixes = await fixesAt(document, rangeOf(document, J));
    const convention = fixes.find(({ title }) => title.startsWith(CONVENTION));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, '[0, -2]'), '[0.0, -2.0]');
    await vscode.workspace.applyEdit(edit);
    const { command, arguments: offered = [] } = convention?.command ?? {};
    assert.ok(command);
    await vscode.commands.executeCommand(command, ...(offered as unknown[]));
    await until(() => findings(document).length > 0, 'the text is checked again');
    assert.strictEqual(findings(document)[0]?.severity, vscode.DiagnosticSeverity.Error);
    assert.deepEqual(
      await fixesAt(document, new vscode.Range(0, 0, 0, 16)).then((now) => now.map(({ title }) => title)),
      [],
      'a right array has no fix',
    );
  });

  it('dismiss one finding and no other, until it is checked anew', async () => {
    // The loss gradient has the wrong sign, too.
    const editor = await openText(DERIVATION.replace('[0, -2]', '[0, 2]'), 'plaintext');
    const { document } = editor;
    selectAll(editor);
    await check();
    const wrong = () =>
      findings(document)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ range }) => document.getText(range));
    const before = wrong();
    assert.include(before, J);
    assert.isAbove(before.length, 1, 'there are two root causes');
    const dismiss = (await fixesAt(document, rangeOf(document, J))).find(
      ({ title }) => title === 'Dismiss this finding',
    );
    const { command, arguments: offered = [] } = dismiss?.command ?? {};
    assert.ok(command);
    await vscode.commands.executeCommand(command, ...(offered as unknown[]));
    await until(() => !wrong().includes(J), 'the finding is gone');
    assert.deepEqual(
      wrong(),
      before.filter((each) => each !== J),
      'the others are still there',
    );
    await check();
    assert.deepEqual(wrong(), before);
  });

  it('silence what the person calls their convention, and remember it for the document', async () => {
    const document = await checked();
    const [convention] = (await fixesAt(document, rangeOf(document, J))).filter(({ title }) =>
      title.startsWith(CONVENTION),
    );
    assert.ok(convention?.command);
    const { command, arguments: offered = [] } = convention.command;
    await vscode.commands.executeCommand(command, ...(offered as unknown[]));
    const wrong = () =>
      findings(document).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    await until(() => wrong().length === 0, 'the finding is silent');
    await vscode.commands.executeCommand('gradientDebugger.clear');
    await check();
    assert.deepEqual(wrong(), [], 'it is silent in the next check, too');
    await vscode.commands.executeCommand('gradientDebugger.forget');
    await until(() => wrong().length === 1, 'it is found again when that is forgotten');
  });
});
