// The built panel in a page of its own, with a stand-in for VS Code: its policy, its theme variables, its messages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { panelHtml } from '../../../src/editor/panel-html';
import type { FromPanel, ToPanel } from '../../../src/protocol/messages';
import type { Report } from '../../../src/report/report';
import { axe } from '../axe.js';
import { session } from '../session.js';
import { projectFolder } from '../vscode.js';
import type { Theme } from '../workbench.js';

interface ThemeVariables {
  readonly class: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface PanelPageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  /** What an earlier panel left by `setState`. */
  readonly state?: unknown;
  /** Translations, as the host hands them over. */
  readonly words?: Readonly<Record<string, string>>;
}

const ORIGIN = 'http://panel.test';
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

/** A report of `test/fixtures/reports`. */
export function reportOf(name: string): Report {
  return JSON.parse(read(`test/fixtures/reports/${name}.json`)) as Report;
}

export function themeOf(theme: Theme): ThemeVariables {
  return (JSON.parse(read('test/fixtures/themes.json')) as Record<Theme, ThemeVariables>)[theme];
}

export class PanelPage {
  private constructor(
    readonly page: Page,
    /** What went wrong in the page, a breach of its policy among it. */
    readonly errors: readonly string[],
  ) {}

  static async open({
    theme = 'dark',
    width = 700,
    state,
    words = {},
  }: PanelPageOptions = {}): Promise<PanelPage> {
    const page = await session().page();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.setViewportSize({ width, height: 900 });
    const { class: kind, variables } = themeOf(theme);
    const style = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
    // The page as the host makes it, with what the editor adds to every webview: its style stands before the page's policy.
    const html = panelHtml({
      script: read('dist/panel/panel.js'),
      controls: read('dist/panel/controls.js'),
      style: read('dist/panel/panel.css'),
      nonce: 'abc',
      language: 'en',
      words,
      waiting: '',
    })
      .replace('<head>', `<head><style>:root { ${style.join(' ')} } ${EDITOR_STYLE}</style>`)
      .replace('<body>', `<body class="vscode-body ${kind}">`);
    await page.route(`${ORIGIN}/**`, (route) =>
      new URL(route.request().url()).pathname === '/'
        ? route.fulfill({ contentType: 'text/html', body: html })
        : route.fulfill({ status: 204 }),
    );
    // tsx compiles functions to ones that call this helper, which the page does not have.
    await page.addInitScript('globalThis.__name = (target) => target');
    await page.addInitScript((kept) => {
      const fake = { posted: [] as unknown[], state: kept };
      Object.assign(window, {
        fake,
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => fake.posted.push(message),
          getState: () => fake.state,
          setState: (next: unknown) => (fake.state = next),
        }),
      });
    }, state);
    await page.goto(`${ORIGIN}/`);
    return new PanelPage(page, errors);
  }

  /** Opens a page that shows this report. */
  static async of(report: Report, options: PanelPageOptions = {}): Promise<PanelPage> {
    const panel = await PanelPage.open(options);
    await panel.show(report);
    return panel;
  }

  async show(report: Report, version = 3): Promise<void> {
    const document = 'file:///chain-rule.md';
    await this.send({ type: 'report', version, report, title: 'chain-rule.md', document });
  }

  /** Delivers a message of the host, and waits until the panel has drawn. */
  async send(message: ToPanel): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data, '*');
      await new Promise((resolve) => setTimeout(resolve));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, message);
  }

  /** What the panel has asked for since the last call, `ready` left out. */
  async posted(): Promise<readonly FromPanel[]> {
    const messages = await this.page.evaluate(() => {
      const { fake } = window as unknown as { fake: { posted: FromPanel[] } };
      return fake.posted.splice(0);
    });
    return messages.filter(({ type }) => type !== 'ready');
  }

  /** What the panel has kept by `setState`. */
  state(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as { fake: { state: unknown } }).fake.state);
  }

  /** What axe finds, a line for each element. */
  axe(): Promise<readonly string[]> {
    return axe(this.page);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** What the editor sets for every webview by itself. */
const EDITOR_STYLE = `
body {
  background-color: var(--vscode-editor-background); color: var(--vscode-editor-foreground);
  font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px;
}
code {
  color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background);
  padding: 1px 3px; border-radius: 4px;
}`;
