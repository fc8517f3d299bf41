import { assert } from 'chai';
import * as vscode from 'vscode';
import { check, findings, marked, tidyUp, until } from './at-work';

const GIVEN = 'z = [1.75, 1.75]\na = [0.5, 0.5]\nt = [0, 1]';
const WRONG = 'J = [[-1.3125, -3.0625], [-3.0625, -1.3125]]';
const RIGHT = 'J = [[0.25, -0.25], [-0.25, 0.25]]';
const CODE = 'J = jacobian(z)\nprint("J =", J)\n';

function printed(text: string): vscode.NotebookCellOutput {
  const item = vscode.NotebookCellOutputItem.text(text, 'application/vnd.code.notebook.stdout');
  return new vscode.NotebookCellOutput([item]);
}

let notebooks = 0;

/** Opens a new notebook of the workspace and selects all of its cells. */
async function openNotebook(
  ...cells: readonly (readonly [code: string, output?: string])[]
): Promise<vscode.NotebookDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'no folder is open');
  const content = {
    cells: cells.map(([source, output]) => ({
      cell_type: 'code',
      execution_count: 1,
      metadata: {},
      source,
      outputs: output === undefined ? [] : [{ output_type: 'stream', name: 'stdout', text: output }],
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 2,
  };
  const file = vscode.Uri.joinPath(folder, `notebook-${++notebooks}.ipynb`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(content)));
  const notebook = await vscode.workspace.openNotebookDocument(file);
  const selections = [new vscode.NotebookRange(0, cells.length)];
  await vscode.window.showNotebookDocument(notebook, { selections });
  return notebook;
}

function fixesAt({ uri }: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, 'quickfix', 20);
}

describe('the cells of a notebook', function () {
  // The first notebook of a window takes VS Code long.
  this.timeout(60_000);
  afterEach(tidyUp);

  it('are checked together', async () => {
    const notebook = await openNotebook([GIVEN], [WRONG]);
    await check();
    assert.deepEqual(marked(notebook.cellAt(0).document), []);
    assert.deepEqual(marked(notebook.cellAt(1).document), [
      'Error jacobian-at-logits: [[-1.3125, -3.0625], [-3.0625, -1.3125]]',
    ]);
  });

  it('are read with what they printed, which is marked at the code that printed it', async () => {
    const notebook = await openNotebook([GIVEN], [CODE, `\u001b[1m${WRONG}\u001b[0m\n`]);
    await check();
    const { document } = notebook.cellAt(1);
    assert.deepEqual(marked(document), ['Error jacobian-at-logits: print("J =", J)']);
    const [finding] = findings(document);
    assert.ok(finding);
    assert.match(finding.message, /^In what this cell printed: .*evaluated at the logits/);
    const titles = (await fixesAt(document, finding.range)).map(({ title }) => title);
    assert.isFalse(
      titles.some((title) => title.startsWith('Replace')),
      titles.join(', '),
    );
  });

  it('are checked again when they print something else', async () => {
    const notebook = await openNotebook([GIVEN], [CODE, `${WRONG}\n`]);
    await check();
    const cell = notebook.cellAt(1);
    assert.strictEqual(findings(cell.document).length, 1);
    const controller = vscode.notebooks.createNotebookController(
      'gradient-debugger-test',
      'jupyter-notebook',
      'Test',
    );
    try {
      controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
      const selected = new Promise((resolve) => {
        controller.onDidChangeSelectedNotebooks(resolve);
      });
      await vscode.commands.executeCommand('notebook.selectKernel', {
        id: 'gradient-debugger-test',
        extension: 'gradient-debugger.tests',
      });
      await selected;
      const execution = controller.createNotebookCellExecution(cell);
      execution.start();
      await execution.replaceOutput([printed(`${RIGHT}\n`)]);
      execution.end(true);
      await until(() => findings(cell.document).length === 0, 'the finding is gone');
    } finally {
      controller.dispose();
    }
  });
});
