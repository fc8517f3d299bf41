// Takes a picture of VS Code with the extension at work: `node test/editor/look.mjs --help`.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './chromium.js';
import { endOnSignals } from './child.js';
import { startServer } from './server.js';
import { installVSCode, projectFolder, versions, type Version } from './vscode.js';
import { extensionId, openWindow, themes } from './workbench.js';

const help = `node test/editor/look.mjs [options]
  --file <path>         the file to open (a copy of it)
  --select <text>       select this text first (default: everything); --select "" selects nothing
  --command <title>     a command of the palette; may be given several times, run in order
  --theme <name>        ${Object.values(themes).join(', ')}
  --size <w>x<h>        of the window (default 1400x900)
  --wait <ms>           before the picture, after a webview has opened (default 1500)
  --vscode <version>    ${versions.join(' or ')} (default ${versions[0]})
  --extension <folder>  the extension to load (default: this project)
  --html <path>         also write the panel's HTML here
  --hover               rest the mouse on the first squiggle
  --out <path>          the picture (default out/look.png)`;

const say = (text: string) => console.error(text);

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    select: { type: 'string' },
    command: { type: 'string', multiple: true, default: [] },
    theme: { type: 'string', default: themes.dark },
    size: { type: 'string', default: '1400x900' },
    wait: { type: 'string', default: '1500' },
    vscode: { type: 'string', default: versions[0] },
    extension: { type: 'string', default: projectFolder },
    html: { type: 'string' },
    hover: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/look.png' },
    help: { type: 'boolean', default: false },
  },
});

endOnSignals();
if (values.help) {
  console.log(help);
} else {
  const version = versions.find((each) => each === values.vscode);
  if (version === undefined)
    throw new Error(`--vscode ${values.vscode}: there is ${versions.join(' and ')}.`);
  await look(version);
}

async function look(version: Version): Promise<void> {
  const [width = 1400, height = 900] = values.size.split('x').map(Number);
  const server = await startServer(await installVSCode(version, say));
  const browser = await startBrowser(say);
  try {
    const folder = join(server.dataFolder, 'workspace');
    mkdirSync(folder);
    const file = join(folder, basename(values.file ?? 'untitled.md'));
    if (values.file === undefined) writeFileSync(file, '');
    else cpSync(resolve(values.file), file);
    const extensions = [resolve(values.extension)];
    const settings = { 'workbench.colorTheme': values.theme };
    const workbench = await openWindow(browser, server, {
      folder,
      file,
      extensions,
      settings,
      width,
      height,
    });
    await workbench.editor.waitFor();
    if (values.select === undefined) await workbench.selectAll();
    else if (values.select !== '') await workbench.selectText(values.select);
    for (const command of values.command) await workbench.runCommand(command);
    if (values.command.length > 0) {
      // A command that opens no webview is no mistake: then there is nothing to wait for.
      await workbench.page
        .locator('iframe.webview.ready')
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => undefined);
    }
    await workbench.page.waitForTimeout(Number(values.wait));
    if (values.hover) await workbench.hover(workbench.page.locator('[class*=squiggly-]').first());
    await workbench.screenshot(values.out);
    say(values.out);
    if (values.html !== undefined) {
      const panel = await workbench.panel(values.extension === projectFolder ? extensionId : '');
      writeFileSync(values.html, await panel.content());
    }
    for (const error of workbench.consoleErrors) say(`console: ${error}`);
    const failures = (await server.extensionHostLog())
      .split('\n')
      .filter((line) => line.includes('[error]') && !line.includes('ENOTFOUND'));
    for (const failure of failures) say(`extension host: ${failure}`);
  } finally {
    await browser.close();
    server.stop();
  }
}
