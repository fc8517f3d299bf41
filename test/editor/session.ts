// What one run of the in-editor tests has in common: a server and a browser, with the extension loaded in one of three ways.
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from './chromium.js';
import { startServer, type Server } from './server.js';
import { installVSCode, projectFolder, type Version } from './vscode.js';
import { extensionId, openWindow, type WindowOptions, type Workbench } from './workbench.js';

/** As a folder under development, as the installed `.vsix`, or as that `.vsix` in the web worker host. */
export const loads = ['folder', 'packaged', 'web'] as const;
export type Load = (typeof loads)[number];

export interface Target {
  readonly version: Version;
  readonly load: Load;
}

export const packageFile = join(projectFolder, 'out/gradient-debugger.vsix');

/** Where an extension runs is for the settings to say: the kind `web` in a manifest is ignored. */
const webWorkerHost = {
  'remote.extensionKind': { [extensionId]: ['web'], 'gradient-debugger.tests': ['web'] },
};

export class Session {
  private constructor(
    readonly target: Target,
    readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(
    target: Target,
    settings: Readonly<Record<string, unknown>>,
    say: (text: string) => void,
  ): Promise<Session> {
    const vscode = await installVSCode(target.version, say);
    const server = await startServer(vscode, {
      settings: {
        ...settings,
        ...(target.load === 'web' ? webWorkerHost : {}),
      },
      ...(target.load === 'folder' ? {} : { vsix: packageFile }),
    });
    try {
      return new Session(target, server, await startBrowser(say));
    } catch (error) {
      server.stop();
      throw error;
    }
  }

  /** A new folder with a copy of the examples and with `files`, by name. */
  folder(files: Readonly<Record<string, string>> = {}): string {
    const folder = mkdtempSync(join(this.server.dataFolder, 'workspace-'));
    const examples = join(projectFolder, 'media/examples');
    cpSync(examples, folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return folder;
  }

  /** An empty page of the browser. */
  page(): Promise<Page> {
    return this.browser.newPage();
  }

  /** Opens a window with the extension loaded, and with `others` beside it. */
  open(options: Omit<WindowOptions, 'extensions'>, others: readonly string[] = []): Promise<Workbench> {
    return openWindow(this.browser, this.server, {
      ...options,
      extensions: [...(this.target.load === 'folder' ? [projectFolder] : []), ...others],
    });
  }

  /** Opens a window on one of the examples, such as `chain-rule.md`, or on a file made of `content`. */
  async openFile(
    name: string,
    content?: string,
    options: Omit<WindowOptions, 'extensions'> = {},
  ): Promise<Workbench> {
    const folder = this.folder(content === undefined ? {} : { [name]: content });
    const workbench = await this.open({ ...options, folder, file: join(folder, name) });
    await workbench.editor.locator('.view-line').first().waitFor();
    return workbench;
  }

  /** Takes a picture of every open page, for the person who looks into a failure. */
  async takePictures(name: string): Promise<void> {
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) await page.screenshot({ path: `${name}-${index}.png` });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.stop();
  }
}

let current: Session | undefined;

/** The session of this process, which the runner has started before any test. */
export function session(): Session {
  if (current === undefined) throw new Error('No session: run these tests by `node test/editor/run.mjs`.');
  return current;
}

export async function startSession(...settings: Parameters<typeof Session.start>): Promise<Session> {
  current = await Session.start(...settings);
  return current;
}
