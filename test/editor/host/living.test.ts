import { assert } from 'chai';
import * as vscode from 'vscode';
import {
  aWhile,
  check,
  findings,
  marked,
  openText,
  rangeOf,
  select,
  selectAll,
  tidyUp,
  until,
} from './at-work';

const J = '[[-1.3125, -3.0625], [-3.0625, -1.3125]]';
const RIGHT_J = '[[0.25, -0.25], [-0.25, 0.25]]';
const DERIVATION = `z = [1.75, 1.75]\na = [0.5, 0.5]\nt = [0, 1]\nJ = ${J}\n`;

async function checked(text = DERIVATION): Promise<vscode.TextEditor> {
  const editor = await openText(text);
  selectAll(editor);
  await check();
  assert.isNotEmpty(findings(editor.document));
  return editor;
}

describe('a checked text', () => {
  afterEach(tidyUp);

  it('loses its finding when it is put right, and gets it back when that is undone', async () => {
    const { document } = await checked();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, J), RIGHT_J);
    await vscode.workspace.applyEdit(edit);
    await until(() => findings(document).length === 0, 'the finding is gone');
    await vscode.commands.executeCommand('undo');
    await until(() => findings(document).length === 1, 'the finding is back');
    assert.deepEqual(findings(document)[0]?.range, rangeOf(document, J));
  });

  it('keeps its findings on its numbers when text is put in above', async () => {
    const editor = await openText(`# notes\n${DERIVATION}`);
    const { document } = editor;
    const start = rangeOf(document, 'z = ').start;
    select(editor, new vscode.Range(start, document.positionAt(document.getText().length)));
    await check();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'one\ntwo\nthree\n'));
    await until(
      () => findings(document)[0]?.range.isEqual(rangeOf(document, J)) === true,
      'the finding stands on the Jacobian',
    );
    assert.strictEqual(findings(document).length, 1);
  });

  it('is read again when a number in it changes', async () => {
    const editor = await checked();
    const { document } = editor;
    await editor.edit((edit) => edit.replace(rangeOf(document, '[0.5, 0.5]'), '[0.8520, 0.8520]'));
    await until(
      () => marked(document).some((mark) => mark.endsWith('[0.8520, 0.8520]')),
      'the probabilities are marked',
    );
  });

  it('is left alone once it is cleared', async () => {
    const editor = await checked();
    const { document } = editor;
    await vscode.commands.executeCommand('gradientDebugger.clear');
    assert.deepEqual(findings(document), []);
    await editor.edit((edit) => edit.insert(document.positionAt(document.getText().length), 'b = [1, 2]\n'));
    await aWhile();
    assert.deepEqual(findings(document), []);
  });

  it('follows the settings', async () => {
    const { document } = await checked();
    const settings = vscode.workspace.getConfiguration('gradientDebugger');
    await settings.update('sizeLimit', 4, vscode.ConfigurationTarget.Workspace);
    await until(() => marked(document).length === 1, 'four elements are within the limit');
    await settings.update('sizeLimit', 3, vscode.ConfigurationTarget.Workspace);
    await until(
      () => marked(document).some((mark) => mark.startsWith('Warning unreadable')),
      'the Jacobian is past the limit',
    );
    await settings.update('sizeLimit', undefined, vscode.ConfigurationTarget.Workspace);
    await until(() => marked(document)[0]?.startsWith('Error') === true, 'the limit is back');
  });

  it('keeps its check when its language is changed', async () => {
    const { document } = await checked();
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await aWhile();
    assert.strictEqual(findings(document).length, 1);
  });
});

describe('Check Derivation in Clipboard', () => {
  afterEach(tidyUp);

  it('checks what was copied, in a document of its own', async () => {
    await vscode.env.clipboard.writeText(DERIVATION);
    await vscode.commands.executeCommand('gradientDebugger.checkClipboard');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.strictEqual(document.getText(), DERIVATION);
    assert.deepEqual(marked(document), [`Error jacobian-at-logits: ${J}`]);
  });
});

describe('Copy Report', () => {
  afterEach(tidyUp);

  it('puts the report on the clipboard as Markdown', async () => {
    await checked();
    await vscode.commands.executeCommand('gradientDebugger.copyReport');
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^# /);
    assert.include(copied, 'evaluated at the logits');
  });
});
