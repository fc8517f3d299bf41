// One window of VS Code in the browser, as a person has it: what they press, and what they see.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import type { Server } from './server.js';
import { projectFolder } from './vscode.js';

export const extensionId = 'gradient-debugger.gradient-debugger';

export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof themes;

export interface WindowOptions {
  /** The folder that is opened: a copy, since what is pressed here is really done. */
  readonly folder?: string;
  /** Absolute path of the file that is open at the start. */
  readonly file?: string;
  /** Folders of extensions that are loaded as extensions under development. */
  readonly extensions?: readonly string[];
  readonly tests?: HostTests;
  /** Defaults for settings, of any scope. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ask whether to trust the folder: it opens in Restricted Mode. */
  readonly restricted?: boolean;
  /** Called with the page before VS Code is loaded into it. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  readonly width?: number;
  readonly height?: number;
}

/** Tests that run inside the extension host, which calls `run()` of their `index.js` when it is up. */
export interface HostTests {
  /** The folder of the extension that they are. */
  readonly extension: string;
  readonly onConsole: (line: string) => void;
  /** Called with 0, or with 1 when `run()` was rejected. */
  readonly onEnd: (code: number) => void;
}

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Opens a window on `server` and resolves when it is ready for a person. */
export async function openWindow(
  browser: Browser,
  server: Server,
  options: WindowOptions = {},
): Promise<Workbench> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const workbench = new Workbench(page, server);
  await options.prepare?.(page);
  if (options.tests !== undefined) {
    const { onConsole, onEnd } = options.tests;
    page.on('console', (message) => onConsole(message.text()));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', onEnd);
  }
  const remote = (path: string) => {
    const { protocol, host, pathname } = new URL(server.developmentUri(path));
    return { $mid: 1, scheme: protocol.slice(0, -1), authority: host, path: decodeURIComponent(pathname) };
  };
  const tests = options.tests === undefined ? [] : [options.tests.extension];
  await page.addInitScript(configure, {
    developmentOptions: {
      extensions: [...(options.extensions ?? []), ...tests].map(remote),
      ...(options.tests === undefined
        ? {}
        : { extensionTestsPath: remote(`${options.tests.extension}/index.js`) }),
    },
    configurationDefaults: options.settings ?? {},
    enableWorkspaceTrust: options.restricted ?? false,
  });
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(options.file === undefined
      ? []
      : [['openFile', `vscode-remote://${server.authority}${options.file}`]]),
  ];
  const query = new URLSearchParams({
    ...(options.folder === undefined ? { ew: 'true' } : { folder: options.folder }),
    payload: JSON.stringify(payload),
  });
  await page.goto(`http://${server.authority}/?${query.toString()}`);
  await started(page);
  return workbench;
}

/** Resolves when the VS Code in `page` is up and knows its extensions. */
export async function started(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      ['code/didStartWorkbench', 'code/didLoadExtensions'].every(
        (mark) => performance.getEntriesByName(mark).length > 0,
      ),
    undefined,
    { timeout: 60_000 },
  );
}

/** Runs in the page before VS Code does: VS Code reads its configuration from this element. */
function configure(additions: Record<string, unknown>): void {
  if (window.top !== window) return;
  document.addEventListener('readystatechange', () => {
    const element = document.getElementById('vscode-workbench-web-configuration');
    const settings = element?.getAttribute('data-settings');
    if (document.readyState !== 'interactive' || !element || !settings) return;
    const configuration = JSON.parse(settings) as { productConfiguration?: object };
    Object.assign(configuration, additions, {
      productConfiguration: { ...configuration.productConfiguration, serviceWorker: null },
    });
    element.setAttribute('data-settings', JSON.stringify(configuration));
  });
}

/** Errors of VS Code's own: files that its server does not have, and services that it cannot reach offline. */
const noise = [
  /the server responded with a status of 404/,
  /An unknown error occurred\. Please consult the log/,
  /Timed out waiting for authentication provider/,
];

export class Workbench {
  /** Errors that the page and its webviews have put on the console, without those that VS Code itself makes. */
  readonly consoleErrors: string[] = [];

  constructor(
    readonly page: Page,
    readonly server: Server,
  ) {
    page.on('console', (message) => {
      if (message.type() !== 'error' || noise.some((pattern) => pattern.test(message.text()))) return;
      this.consoleErrors.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.consoleErrors.push(error.stack ?? error.message));
  }

  /** Runs a command by its title in the palette, such as `Gradient Debugger: Check Derivation`. */
  async runCommand(title: string): Promise<void> {
    await this.choose(`>${title}`, this.page.getByText(title, { exact: true }));
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.choose(name, this.page.getByText(name));
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
  }

  /** Types `words` into the palette and takes the first row that has `label` in it. */
  private async choose(words: string, label: Locator): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input.input');
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
    await this.again(async () => {
      await this.page.keyboard.press('F1');
      await input.waitFor({ timeout: 5000 });
      // Another part of VS Code may take the focus meanwhile, and the palette closes.
      await input.fill(words, { timeout: 3000 });
      await row.click({ timeout: 5000 });
    });
  }

  /**
   * Tries `act` up to five times, as a person does who sees that nothing happened: on a busy machine a key comes
   * before VS Code listens to it. What is half open is closed in between.
   */
  private async again(
    act: () => Promise<void>,
    between = () => this.page.keyboard.press('Escape'),
  ): Promise<void> {
    for (let left = 4; ; left -= 1) {
      try {
        await act();
        return;
      } catch (error) {
        if (left === 0) throw error;
        await between();
      }
    }
  }

  /** The text editor that holds the focus, or the first one. */
  get editor(): Locator {
    return this.page
      .locator('.editor-group-container:has(.monaco-editor) .monaco-editor[role="code"]')
      .first();
  }

  /** Puts the focus into the editor where its cursor is. */
  async focusEditor(): Promise<void> {
    // No click: the first line may be scrolled out of sight, and a click moves the cursor.
    await this.editor.locator('textarea.inputarea, .native-edit-context').first().focus();
  }

  async selectAll(): Promise<void> {
    await this.again(async () => {
      await this.focusEditor();
      await this.page.keyboard.press('Control+A');
      await this.selected(/\(\d+ selected\)/);
    });
  }

  /** Selects the first place where `text` stands, which may go over several lines. */
  async selectText(text: string): Promise<void> {
    const input = this.page.locator('.find-widget.visible .find-part textarea.input').first();
    await this.again(async () => {
      await this.focusEditor();
      await this.page.keyboard.press('Control+Home');
      await this.page.keyboard.press('Control+F');
      // Emptied first: else the count of the last search stands there until the new one is done.
      await input.fill('', { timeout: 5000 });
      await input.fill(text, { timeout: 3000 });
      await this.selected(new RegExp(`\\(${text.length} selected\\)`));
      await this.page.keyboard.press('Escape');
      // What is typed before the field is closed would go into it.
      await this.page.locator('.find-widget.visible').waitFor({ state: 'detached', timeout: 5000 });
    });
    await this.focusEditor();
  }

  /** Goes to the editor and resolves when the status bar says so of it; a webview may take the focus back once. */
  async selectedInEditor(words: RegExp): Promise<void> {
    // Nothing is pressed in between: a key may drop the selection.
    await this.again(
      async () => {
        await this.focusEditor();
        await this.selected(words);
      },
      () => Promise.resolve(),
    );
  }

  /** Resolves when the status bar says so. */
  private async selected(words: RegExp): Promise<void> {
    await this.page.locator('.statusbar-item').filter({ hasText: words }).first().waitFor({ timeout: 5000 });
  }

  /** The text that the editor shows: only its visible lines. */
  async visibleText(): Promise<string> {
    const lines = await this.editor.locator('.view-lines > .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: parseFloat((element as HTMLElement).style.top),
          text: element.textContent,
        }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  squiggles(severity: Severity): Locator {
    return this.editor.locator(`.view-overlays .squiggly-${severity}`);
  }

  /** Moves the mouse onto `target` until a hover shows, and reads it. */
  async hover(target: Locator): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible').first();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      // There is no box while the editor draws its lines anew.
      const box = await target.boundingBox().catch(() => null);
      if (box) {
        await this.page.mouse.move(box.x + box.width / 2 - 1, box.y + box.height / 2);
        await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      }
      if (
        await hover.waitFor({ timeout: 1000 }).then(
          () => true,
          () => false,
        )
      )
        return hover.innerText();
    }
    throw new Error('No hover appeared in 20 attempts.');
  }

  /** The titles of the quick fixes where the cursor is. The menu stays open. */
  async quickFixes(): Promise<readonly string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await this.again(async () => {
      await this.page.keyboard.press('Control+.');
      await rows.first().waitFor({ timeout: 5000 });
    });
    return rows.allInnerTexts();
  }

  /** Applies the quick fix of this title where the cursor is. */
  async applyQuickFix(title: string): Promise<void> {
    const titles = await this.quickFixes();
    const index = titles.findIndex((each) => each.trim() === title);
    if (index < 0) throw new Error(`No quick fix "${title}" among: ${titles.join(', ')}`);
    // With the keyboard: a click on the menu never arrives in VS Code 1.100.
    for (let step = 0; step < index; step += 1) await this.page.keyboard.press('ArrowDown');
    await this.page.locator('.action-widget .monaco-list-row.focused').filter({ hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The document inside the webview of `id`, once it is loaded. */
  async panel(id: string = extensionId): Promise<Frame> {
    const outer = this.page.locator(`iframe.webview.ready[src*="extensionId=${id}"]`).first();
    const inner = outer.contentFrame().locator('iframe#active-frame');
    // A window that is loaded again on a busy machine has taken more than half a minute to get here.
    const handle = await inner.elementHandle({ timeout: 60_000 });
    const frame = await handle.contentFrame();
    if (!frame) throw new Error(`The webview of ${id} has no document.`);
    await frame.waitForLoadState();
    return frame;
  }

  /** The messages of the toasts that stand now. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  /** Changes to another colour theme and waits until it is drawn. */
  async switchTheme(theme: Theme): Promise<void> {
    this.server.changeSettings({ 'workbench.colorTheme': themes[theme] });
    const body =
      theme === 'light' || theme === 'dark'
        ? `vs${theme === 'dark' ? '-dark' : ''}`
        : `hc-${theme === 'high-contrast' ? 'black' : 'light'}`;
    await this.page.locator(`.monaco-workbench.${body}`).waitFor();
  }

  async screenshot(path: string): Promise<void> {
    const file = resolve(projectFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
