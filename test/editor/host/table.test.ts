import { assert } from 'chai';
import * as vscode from 'vscode';
import { check, findings, marked, openText, rangeOf, selectAll, tidyUp, until } from './at-work';

const TABLE = `| z    | a      | t | dE/dz   |
|------|--------|---|---------|
| 2.0  | 0.6590 | 0 | -0.6590 |
| 1.0  | 0.2424 | 1 | 0.7576  |
| 0.1  | 0.0986 | 0 | -0.0986 |
`;

describe('a table with a column for each quantity', () => {
  afterEach(tidyUp);

  async function checked(): Promise<vscode.TextDocument> {
    const editor = await openText(TABLE, 'markdown');
    selectAll(editor);
    await check();
    return editor.document;
  }

  it('has each wrong cell underlined by itself', async () => {
    assert.deepStrictEqual(
      marked(await checked()),
      ['-0.6590', '0.7576', '-0.0986'].map((cell) => `Error sign-flipped-delta: ${cell}`),
    );
  });

  it('says in the hover of a cell what it belongs to', async () => {
    const document = await checked();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      rangeOf(document, '0.7576').start.translate(0, 1),
    );
    const said = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''));
    assert.include(said.join('\n'), '**delta dE/dz**');
  });

  it('is put right by a quick fix on one cell, and the rest of the table stays', async () => {
    const document = await checked();
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      rangeOf(document, '0.7576'),
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    const fix = actions.find(({ title }) => title.startsWith('Replace'));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    await vscode.workspace.applyEdit(fix.edit);
    const right = TABLE.replace('-0.6590', '0.6590')
      .replace(' 0.7576', ' -0.7576')
      .replace('-0.0986', '0.0986');
    assert.strictEqual(document.getText(), right);
    await until(() => findings(document).length === 0, 'every finding vanishes');
  });
});
